package dev.slipway.proxy;

import org.jspecify.annotations.Nullable;

/// A path rewrite, ready to be carried out on bytes.
final class PathRewritePlan {
    private static final byte[] SLASH = {'/'};

    private final boolean prefixOnly;
    private final byte[] replacement;

    private PathRewritePlan(RouteFilter.PathRewrite rewrite) {
        prefixOnly = rewrite.kind() == RouteFilter.PathRewriteKind.PREFIX;
        String value = rewrite.value();
        if (prefixOnly && value.endsWith("/")) {
            value = value.substring(0, value.length() - 1);
        }
        replacement = Ascii.bytes(value);
    }

    static @Nullable PathRewritePlan of(RouteFilter.@Nullable PathRewrite rewrite) {
        return rewrite == null ? null : new PathRewritePlan(rewrite);
    }

    /// Writes the new path; what follows a matched prefix stays.
    void write(HeadBuffer out, byte[] bytes, int pathStart, int pathEnd, int prefixLength) {
        int before = out.length();
        out.put(replacement);
        if (prefixOnly) {
            out.put(bytes, Math.min(pathStart + prefixLength, pathEnd), pathEnd);
        }
        if (out.length() == before) {
            out.put(SLASH);
        }
    }
}
