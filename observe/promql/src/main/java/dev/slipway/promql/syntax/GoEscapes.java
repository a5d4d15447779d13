package dev.slipway.promql.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// The escapes of Go's quoted strings; `\x` and octal ones are bytes of UTF-8. A byte that is no
/// UTF-8 becomes a lone surrogate, U+DC80 to U+DCFF, so that it is not lost: [SelectorText#quote]
/// writes it as a byte again.
final class GoEscapes {
    private static final String SIMPLE = "abfnrtv\\'\"";
    private static final String MEANT = "\u0007\b\f\n\r\t\u000b\\'\"";

    private static final char REPLACEMENT = '\ufffd';
    private static final int LONE_BYTES = 0xdc00;

    private GoEscapes() {}

    static String resolve(String text, SourceSpan span) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (point != '\\') {
                write(bytes, point);
                at += Character.charCount(point);
                continue;
            }
            at = escape(text, at + 1, bytes, span);
        }
        return decoded(bytes.toByteArray());
    }

    private static String decoded(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        StringBuilder whole = new StringBuilder();
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            out.flip();
            whole.append(out);
            out.clear();
            for (int i = 0; i < result.length(); i++) {
                whole.append((char) (LONE_BYTES + (in.get() & 0xff)));
            }
            result = decoder.decode(in, out, true);
        }
        out.flip();
        return whole.append(out).toString();
    }

    private static int escape(String text, int at, ByteArrayOutputStream bytes, SourceSpan span) {
        char c = at < text.length() ? text.charAt(at) : '\0';
        int simple = SIMPLE.indexOf(c);
        if (simple >= 0) {
            bytes.write(MEANT.charAt(simple));
            return at + 1;
        }
        return switch (c) {
            case 'x' -> number(text, at + 1, 2, 16, bytes, span);
            case 'u' -> number(text, at + 1, 4, 16, bytes, span);
            case 'U' -> number(text, at + 1, 8, 16, bytes, span);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> number(text, at, 3, 8, bytes, span);
            default ->
                    throw new SyntaxException(
                            span, "unknown escape sequence U+%04X '%c'".formatted((int) c, c));
        };
    }

    private static int number(
            String text,
            int start,
            int digits,
            int radix,
            ByteArrayOutputStream bytes,
            SourceSpan span) {
        int end = start + digits;
        if (end > text.length()) {
            throw unknown(span);
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0) {
                throw unknown(span);
            }
            value = value * radix + digit;
        }
        boolean isByte = digits < 4;
        if (isByte ? value > 0xff : !Character.isValidCodePoint((int) value)) {
            throw unknown(span);
        }
        if (isByte) {
            bytes.write((int) value);
        } else {
            write(bytes, (int) value);
        }
        return end;
    }

    private static void write(ByteArrayOutputStream bytes, int point) {
        bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
    }

    private static SyntaxException unknown(SourceSpan span) {
        return new SyntaxException(span, "unknown escape sequence in quoted string");
    }
}
