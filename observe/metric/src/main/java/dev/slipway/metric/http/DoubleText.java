package dev.slipway.metric.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;
import java.util.Arrays;

/// Writes floats into bytes as Prometheus writes them into JSON: the shortest digits that tell the
/// float apart, with an exponent below 1e-6 and from 1e21 on.
///
/// Most samples are whole numbers or have few decimals, and get by without the general algorithm
/// and its string: a whole number below 2^53 is its digits, and a float that is exactly some number
/// of millionths of at most 15 digits has no shorter form than those.
final class DoubleText {
    /// No text is longer: 1e-6 and 17 digits, or a number just below 1e21, with sign and point.
    static final int BYTES_MAX = 32;

    private static final double WHOLE_MAX = 0x1p53;
    private static final double MILLION = 1e6;
    private static final double SCALED_MAX = 1e15;
    private static final double PLAIN_MIN = 1e-6;
    private static final double PLAIN_MAX = 1e21;

    /// Below this, Java writes two digits where one is enough.
    private static final double ONE_DIGIT_MAX = 1e-320;

    private DoubleText() {}

    /// Writes at a place, and says where it ends.
    static int write(double value, byte[] target, int start) {
        if (Double.isNaN(value)) {
            return ascii("NaN", target, start);
        }
        if (Double.isInfinite(value)) {
            return ascii(value > 0 ? "+Inf" : "-Inf", target, start);
        }
        int at = start;
        if (Double.doubleToRawLongBits(value) < 0) {
            target[at++] = '-';
        }
        double size = Math.abs(value);
        if (size < WHOLE_MAX && size == (long) size) {
            return whole((long) size, target, at);
        }
        if (size >= PLAIN_MIN && size * MILLION < SCALED_MAX) {
            double scaled = Math.rint(size * MILLION);
            if (scaled / MILLION == size) {
                return millionths((long) scaled, target, at);
            }
        }
        return shortest(size, target, at);
    }

    /// Writes a number that is not negative.
    static int whole(long value, byte[] target, int start) {
        int end = start + digits(value);
        long rest = value;
        for (int at = end - 1; at >= start; at--) {
            target[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }

    /// With an exponent always, as Prometheus writes the value of an alert: `1e+00`.
    static String scientific(double value) {
        if (!Double.isFinite(value)) {
            byte[] target = new byte[BYTES_MAX];
            return new String(target, 0, write(value, target, 0), US_ASCII);
        }
        BigDecimal exact = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        String digits = exact.unscaledValue().toString();
        int exponent = value == 0 ? 0 : digits.length() - 1 - exact.scale();
        byte[] target = new byte[BYTES_MAX];
        int end = scientific(digits, exponent, target, 0);
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        return sign + new String(target, 0, end, US_ASCII);
    }

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static int millionths(long value, byte[] target, int start) {
        int at = whole(value / 1_000_000, target, start);
        target[at++] = '.';
        long rest = value % 1_000_000;
        for (long unit = 100_000; rest > 0; unit /= 10) {
            target[at++] = (byte) ('0' + rest / unit);
            rest %= unit;
        }
        return at;
    }

    private static int shortest(double size, byte[] target, int start) {
        String text = size < ONE_DIGIT_MAX ? tiny(size) : Double.toString(size);
        int mark = text.indexOf('E');
        int point = text.indexOf('.');
        int end = mark < 0 ? text.length() : mark;
        String digits = text.substring(0, point) + text.substring(point + 1, end);
        int first = 0;
        while (digits.charAt(first) == '0') {
            first++;
        }
        int exponent = point - first - 1;
        if (mark >= 0) {
            exponent += Integer.parseInt(text, mark + 1, text.length(), 10);
        }
        int last = digits.length();
        while (digits.charAt(last - 1) == '0') {
            last--;
        }
        String significant = digits.substring(first, last);
        return size < PLAIN_MIN || size >= PLAIN_MAX
                ? scientific(significant, exponent, target, start)
                : plain(significant, exponent, target, start);
    }

    private static String tiny(double size) {
        String text = Double.toString(size);
        int mark = text.indexOf('E');
        long rounded = Math.round(Double.parseDouble(text.substring(0, mark)));
        String shorter = rounded + ".0" + text.substring(mark);
        return Double.parseDouble(shorter) == size ? shorter : text;
    }

    private static int scientific(String digits, int exponent, byte[] target, int start) {
        int at = start;
        target[at++] = (byte) digits.charAt(0);
        if (digits.length() > 1) {
            target[at++] = '.';
            at = ascii(digits.substring(1), target, at);
        }
        target[at++] = 'e';
        target[at++] = (byte) (exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        if (size < 10) {
            target[at++] = '0';
        }
        return whole(size, target, at);
    }

    private static int plain(String digits, int exponent, byte[] target, int start) {
        int at = start;
        if (exponent < 0) {
            at = ascii("0.", target, at);
            at = zeros(-exponent - 1, target, at);
            return ascii(digits, target, at);
        }
        int before = exponent + 1;
        if (digits.length() <= before) {
            at = ascii(digits, target, at);
            return zeros(before - digits.length(), target, at);
        }
        at = ascii(digits.substring(0, before), target, at);
        target[at++] = '.';
        return ascii(digits.substring(before), target, at);
    }

    private static int zeros(int count, byte[] target, int start) {
        Arrays.fill(target, start, start + count, (byte) '0');
        return start + count;
    }

    @SuppressWarnings("deprecation") // The one way to copy ASCII into an array without a buffer.
    private static int ascii(String text, byte[] target, int start) {
        text.getBytes(0, text.length(), target, start);
        return start + text.length();
    }
}
