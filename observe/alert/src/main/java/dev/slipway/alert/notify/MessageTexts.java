package dev.slipway.alert.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Small rules that several services share. Stateless.
final class MessageTexts {
    private MessageTexts() {}

    /// At most so many characters, with an ellipsis where something was cut off.
    static String cut(String text, int charactersMax) {
        if (text.codePointCount(0, text.length()) <= charactersMax) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, charactersMax - 1)) + "…";
    }

    /// A group's key where only a short one is allowed: SHA-256 in hexadecimal digits.
    static String keyHash(String groupKey) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(groupKey.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
