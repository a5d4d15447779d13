package dev.slipway.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// Reads numbers out of bytes as expositions write them: decimal forms, `Inf` and `NaN` in any
/// case, nothing else that [Double#parseDouble] would take.
///
/// Nearly every number in practice has a mantissa below 2^53 and a small power of ten; then both
/// are exact as doubles, so one multiplication or division rounds once and the result is the right
/// one (Clinger, 1990). Everything else goes to [Double#parseDouble]. Not thread-safe.
final class NumberScanner {
    private static final long MANTISSA_MAX = 1L << 53;
    private static final int DIGITS_MAX = 18;
    private static final int EXPONENT_MAX = 100_000;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };

    private int end;

    /// Where the last number ends; where it starts if there was none.
    int end() {
        return end;
    }

    /// The number at the start of these bytes. If there is none, [#end] is `start`.
    double scan(byte[] bytes, int start, int limit) {
        int at = start;
        boolean negative = at < limit && bytes[at] == '-';
        if (negative || (at < limit && bytes[at] == '+')) {
            at++;
        }
        int first = at;
        long mantissa = 0;
        int digit;
        while (at < limit && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
            mantissa = 10 * mantissa + digit;
            at++;
        }
        int digits = at - first;
        int scale = 0;
        if (at < limit && bytes[at] == '.') {
            int point = ++at;
            while (at < limit && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
                mantissa = 10 * mantissa + digit;
                at++;
            }
            scale = at - point;
            digits += scale;
        }
        if (digits == 0) {
            return word(bytes, start, first, limit);
        }
        end = at;
        int exponent = at < limit && (bytes[at] | 0x20) == 'e' ? exponent(bytes, limit) : 0;
        if (digits > DIGITS_MAX) {
            return slowly(bytes, start);
        }
        return compose(bytes, start, negative ? -1 : 1, mantissa, exponent - scale);
    }

    private double compose(byte[] bytes, int start, int sign, long mantissa, int power) {
        if (mantissa > MANTISSA_MAX || power > 22 || power < -22) {
            return slowly(bytes, start);
        }
        double exact = power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
        return sign < 0 ? -exact : exact;
    }

    /// Reads `e`, a sign and digits from [#end] on, which moves behind them if they are there.
    private int exponent(byte[] bytes, int limit) {
        int at = end + 1;
        boolean negative = at < limit && bytes[at] == '-';
        if (negative || (at < limit && bytes[at] == '+')) {
            at++;
        }
        int first = at;
        int exponent = 0;
        while (at < limit && bytes[at] >= '0' && bytes[at] <= '9') {
            exponent = Math.min(EXPONENT_MAX, 10 * exponent + bytes[at] - '0');
            at++;
        }
        if (at > first) {
            end = at;
        }
        return negative ? -exponent : exponent;
    }

    private double slowly(byte[] bytes, int start) {
        return Double.parseDouble(new String(bytes, start, end - start, ISO_8859_1));
    }

    private double word(byte[] bytes, int start, int first, int limit) {
        boolean negative = first > start && bytes[start] == '-';
        if (isWord(bytes, first, limit, "infinity")) {
            end = first + 8;
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (isWord(bytes, first, limit, "inf")) {
            end = first + 3;
            return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (first == start && isWord(bytes, first, limit, "nan")) {
            end = first + 3;
            return Double.NaN;
        }
        end = start;
        return 0;
    }

    private static boolean isWord(byte[] bytes, int start, int limit, String word) {
        if (limit - start < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((bytes[start + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
