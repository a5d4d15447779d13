package dev.slipway.apiserver;

import com.linecorp.armeria.common.HttpHeaderNames;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// Names for the content of documents, by which clients find out that they have it already.
final class Tags {
    private Tags() {}

    /// As clients know them: a SHA-512 in upper case.
    static String of(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-512").digest(content);
            return HexFormat.of().formatHex(hash).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-512", e);
        }
    }

    static boolean matches(Call call, String tag) {
        String known = call.headers().get(HttpHeaderNames.IF_NONE_MATCH);
        return known != null && known.contains(tag);
    }
}
