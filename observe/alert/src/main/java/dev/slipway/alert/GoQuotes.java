package dev.slipway.alert;

/// What stands between the double quotes of a Go string. Stateless.
final class GoQuotes {
    private GoQuotes() {}

    /// Throws [IllegalArgumentException] for an escape that Go does not know.
    static String unquote(String inside) {
        if (inside.indexOf('\\') < 0) {
            return inside;
        }
        StringBuilder value = new StringBuilder(inside.length());
        int i = 0;
        while (i < inside.length()) {
            char c = inside.charAt(i++);
            if (c != '\\') {
                value.append(c);
            } else {
                i = escape(inside, i, value);
            }
        }
        return value.toString();
    }

    private static int escape(String inside, int at, StringBuilder value) {
        char kind = at < inside.length() ? inside.charAt(at) : 0;
        switch (kind) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'a' -> value.append((char) 7);
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'v' -> value.append((char) 11);
            case '\\', '"', '\'' -> value.append(kind);
            case 'x' -> value.appendCodePoint(number(inside, at + 1, 2));
            case 'u' -> value.appendCodePoint(number(inside, at + 1, 4));
            case 'U' -> value.appendCodePoint(number(inside, at + 1, 8));
            default -> throw unknown(inside, at);
        }
        return at
                + 1
                + switch (kind) {
                    case 'x' -> 2;
                    case 'u' -> 4;
                    case 'U' -> 8;
                    default -> 0;
                };
    }

    private static int number(String inside, int start, int digits) {
        int value = 0;
        for (int i = start; i < start + digits; i++) {
            int digit = i < inside.length() ? Character.digit(inside.charAt(i), 16) : -1;
            if (digit < 0) {
                throw unknown(inside, start - 1);
            }
            value = value * 16 + digit;
        }
        if (!Character.isValidCodePoint(value)) {
            throw unknown(inside, start - 1);
        }
        return value;
    }

    private static IllegalArgumentException unknown(String inside, int at) {
        return new IllegalArgumentException(
                "`\"%s\"` at %d: unknown escape (expected: one of Go's, such as `\\n` or `\\\\`)"
                        .formatted(inside, at + 1));
    }
}
