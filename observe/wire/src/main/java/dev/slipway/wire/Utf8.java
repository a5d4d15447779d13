package dev.slipway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/// Strings from bytes, strictly: what is not UTF-8 is refused instead of replaced.
final class Utf8 {
    private Utf8() {}

    static String decode(byte[] bytes, int start, int end) {
        String text = new String(bytes, start, end - start, UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            requireValid(bytes, start, end);
        }
        return text;
    }

    private static void requireValid(byte[] bytes, int start, int end) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
        } catch (CharacterCodingException e) {
            WireException failure =
                    WireException.malformed(
                            "Text at byte " + start + ": no UTF-8 (expected: UTF-8)");
            failure.initCause(e);
            throw failure;
        }
    }
}
