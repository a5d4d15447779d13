package dev.slipway.api;

import dev.slipway.model.ApiException;

/// Resource versions as clients write them: decimal revisions.
final class ResourceVersions {
    private ResourceVersions() {}

    /// 0 for an empty text. Throws [ApiException] (`BAD_REQUEST`).
    static long parse(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            long revision = Long.parseUnsignedLong(text);
            if (revision >= 0) {
                return revision;
            }
        } catch (NumberFormatException e) {
            ApiException refusal = invalid(text);
            refusal.initCause(e);
            throw refusal;
        }
        throw invalid(text);
    }

    private static ApiException invalid(String text) {
        return ApiException.badRequest("invalid resource version: \"" + text + "\"");
    }
}
