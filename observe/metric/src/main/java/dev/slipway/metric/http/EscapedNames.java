package dev.slipway.metric.http;

/// Names of labels as addresses hold them: `U__http_2e_status` is `http.status`. After `U__`, `__`
/// stands for an underscore and `_…_` for the code point with this hexadecimal number. Whatever is
/// not of this form stands for itself. Stateless.
final class EscapedNames {
    private static final String PREFIX = "U__";
    private static final int HEX_DIGITS_MAX = 6;

    private EscapedNames() {}

    static String plain(String escaped) {
        if (!escaped.startsWith(PREFIX)) {
            return escaped;
        }
        StringBuilder plain = new StringBuilder();
        int at = PREFIX.length();
        while (at < escaped.length()) {
            char c = escaped.charAt(at);
            if (c != '_') {
                plain.append(c);
                at++;
                continue;
            }
            int close = escaped.indexOf('_', at + 1);
            if (close < 0) {
                return escaped;
            }
            if (close == at + 1) {
                plain.append('_');
            } else {
                int point = point(escaped, at + 1, close);
                if (point < 0) {
                    return escaped;
                }
                plain.appendCodePoint(point);
            }
            at = close + 1;
        }
        return plain.toString();
    }

    private static int point(String text, int start, int end) {
        if (end - start > HEX_DIGITS_MAX) {
            return -1;
        }
        int point = 0;
        for (int i = start; i < end; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || text.charAt(i) > 'f') {
                return -1;
            }
            point = (point << 4) | digit;
        }
        boolean valid = Character.isValidCodePoint(point) && (point < 0xd800 || point > 0xdfff);
        return valid ? point : -1;
    }
}
