package dev.slipway.template;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes and reads texts in quotes as Go does.
final class GoQuote {
    private GoQuote() {}

    static String quoted(String text) {
        return quoted(text, false);
    }

    static String quoted(String text, boolean asciiOnly) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> escape(out, point, '"', asciiOnly));
        return out.append('"').toString();
    }

    static String quotedRune(int point, boolean asciiOnly) {
        StringBuilder out = new StringBuilder("'");
        escape(out, Character.isValidCodePoint(point) ? point : 0xfffd, '\'', asciiOnly);
        return out.append('\'').toString();
    }

    /// As `%#U` writes it.
    static String described(int point) {
        String code = "U+%04X".formatted(point);
        return isPrintable(point) ? code + " '" + Character.toString(point) + "'" : code;
    }

    /// Whether it can stand between backquotes.
    static boolean canBackquote(String text) {
        return text.codePoints()
                .allMatch(point ->
                        point != '`'
                                && point != 0x7f
                                && point != 0xfeff
                                && (point == '\t' || point >= ' '));
    }

    private static void escape(StringBuilder out, int point, char quote, boolean asciiOnly) {
        if (point == quote || point == '\\') {
            out.append('\\').append((char) point);
            return;
        }
        if (point < 0x80 ? point >= ' ' && point < 0x7f : !asciiOnly && isPrintable(point)) {
            out.appendCodePoint(point);
            return;
        }
        switch (point) {
            case 0x07 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 0x0b -> out.append("\\v");
            default -> {
                if (point < ' ' || point == 0x7f) {
                    out.append("\\x%02x".formatted(point));
                } else if (point < 0x10000) {
                    out.append("\\u%04x".formatted(point));
                } else {
                    out.append("\\U%08x".formatted(point));
                }
            }
        }
    }

    static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }

    /// What stands between these quotes (double, single or back); null if it is malformed.
    static @Nullable String unquoted(String text) {
        char quote = text.charAt(0);
        String body = text.substring(1, text.length() - 1);
        if (quote == '`') {
            return body.replace("\r", "");
        }
        Unquoting unquoting = new Unquoting(body, quote);
        return unquoting.run();
    }

    /// Reads escapes; octal and `\x` ones are bytes, so the text is put together as bytes.
    private static final class Unquoting {
        private final String body;
        private final char quote;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int at;

        Unquoting(String body, char quote) {
            this.body = body;
            this.quote = quote;
        }

        @Nullable String run() {
            while (at < body.length()) {
                int point = body.codePointAt(at);
                at += Character.charCount(point);
                if (point == quote || point == '\n') {
                    return null;
                }
                if (point != '\\') {
                    write(point);
                } else if (!escape()) {
                    return null;
                }
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }

        private boolean escape() {
            if (at >= body.length()) {
                return false;
            }
            char c = body.charAt(at++);
            int simple = "abfnrtv\\".indexOf(c);
            if (simple >= 0) {
                bytes.write("\u0007\b\f\n\r\t\u000b\\".charAt(simple));
                return true;
            }
            return switch (c) {
                case 'x' -> number(2, 16, true);
                case 'u' -> number(4, 16, false);
                case 'U' -> number(8, 16, false);
                case '\'', '"' -> {
                    bytes.write(c);
                    yield c == quote;
                }
                default -> {
                    at--;
                    yield c >= '0' && c <= '7' && number(3, 8, true);
                }
            };
        }

        private boolean number(int length, int radix, boolean isByte) {
            if (at + length > body.length()) {
                return false;
            }
            long value = 0;
            for (int i = 0; i < length; i++) {
                int digit = Character.digit(body.charAt(at++), radix);
                if (digit < 0) {
                    return false;
                }
                value = value * radix + digit;
            }
            if (isByte) {
                // A character constant is the number itself, not a byte of UTF-8.
                if (quote == '\'') {
                    write((int) value);
                } else {
                    bytes.write((int) value);
                }
                return value <= 0xff;
            }
            if (value > Character.MAX_CODE_POINT || (value >= 0xd800 && value < 0xe000)) {
                return false;
            }
            write((int) value);
            return true;
        }

        private void write(int point) {
            byte[] encoded = Character.toString(point).getBytes(StandardCharsets.UTF_8);
            bytes.write(encoded, 0, encoded.length);
        }
    }
}
