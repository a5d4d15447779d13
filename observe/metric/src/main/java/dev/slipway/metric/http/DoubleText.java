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

    /// From and up to which Java writes a float without an exponent.
    private static final double JAVA_PLAIN_MIN = 1e-3;

    private static final double JAVA_PLAIN_MAX = 1e7;

    /// Below this, Java writes two digits where one is enough.
    private static final double ONE_DIGIT_MAX = 1e-320;

    /// What a positive long has at most.
    private static final int LONG_DIGITS = 19;

    /// The texts of 0 to 99, two digits each.
    private static final byte[] PAIRS = pairs();

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

    /// Writes a number that is not negative, two digits at a time from its end.
    static int whole(long value, byte[] target, int start) {
        int end = start + digitCount(value);
        int at = end;
        long rest = value;
        while (rest >= 100) {
            long hundreds = rest / 100;
            int pair = (int) (rest - hundreds * 100) * 2;
            target[--at] = PAIRS[pair + 1];
            target[--at] = PAIRS[pair];
            rest = hundreds;
        }
        int pair = (int) rest * 2;
        target[--at] = PAIRS[pair + 1];
        if (rest >= 10) {
            target[--at] = PAIRS[pair];
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
        byte[] digits = exact.unscaledValue().toString().getBytes(US_ASCII);
        int exponent = value == 0 ? 0 : digits.length - 1 - exact.scale();
        byte[] target = new byte[BYTES_MAX];
        int end = scientific(digits, digits.length, exponent, target, 0);
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        return sign + new String(target, 0, end, US_ASCII);
    }

    private static int digitCount(long value) {
        int count = 1;
        for (long limit = 10; count < LONG_DIGITS && value >= limit; limit *= 10) {
            count++;
        }
        return count;
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
        if (size >= JAVA_PLAIN_MIN && size < JAVA_PLAIN_MAX) {
            return ascii(Double.toString(size), target, start);
        }
        String text = size < ONE_DIGIT_MAX ? tiny(size) : Double.toString(size);
        int mark = text.indexOf('E');
        int exponent = Integer.parseInt(text, mark + 1, text.length(), 10);
        byte[] digits = new byte[mark];
        ascii(text, mark, digits);
        // One digit stands before the point, whose place the next takes.
        System.arraycopy(digits, 2, digits, 1, mark - 2);
        int count = mark - 1;
        while (count > 1 && digits[count - 1] == '0') {
            count--;
        }
        return size < PLAIN_MIN || size >= PLAIN_MAX
                ? scientific(digits, count, exponent, target, start)
                : plain(digits, count, exponent, target, start);
    }

    private static String tiny(double size) {
        String text = Double.toString(size);
        int mark = text.indexOf('E');
        long rounded = Math.round(Double.parseDouble(text.substring(0, mark)));
        String shorter = rounded + ".0" + text.substring(mark);
        return Double.parseDouble(shorter) == size ? shorter : text;
    }

    /// `exponent` is that of the first digit, here and below.
    private static int scientific(
            byte[] digits, int count, int exponent, byte[] target, int start) {
        int at = start;
        target[at++] = digits[0];
        if (count > 1) {
            target[at++] = '.';
            System.arraycopy(digits, 1, target, at, count - 1);
            at += count - 1;
        }
        target[at++] = 'e';
        target[at++] = (byte) (exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        if (size < 10) {
            target[at++] = '0';
        }
        return whole(size, target, at);
    }

    private static int plain(byte[] digits, int count, int exponent, byte[] target, int start) {
        if (exponent < 0) {
            int at = zeros(-exponent - 1, target, ascii("0.", target, start));
            System.arraycopy(digits, 0, target, at, count);
            return at + count;
        }
        int before = exponent + 1;
        if (count <= before) {
            System.arraycopy(digits, 0, target, start, count);
            return zeros(before - count, target, start + count);
        }
        System.arraycopy(digits, 0, target, start, before);
        target[start + before] = '.';
        System.arraycopy(digits, before, target, start + before + 1, count - before);
        return start + count + 1;
    }

    private static int zeros(int count, byte[] target, int start) {
        Arrays.fill(target, start, start + count, (byte) '0');
        return start + count;
    }

    private static int ascii(String text, byte[] target, int start) {
        for (int i = 0; i < text.length(); i++) {
            target[start + i] = (byte) text.charAt(i);
        }
        return start + text.length();
    }

    private static void ascii(String text, int length, byte[] target) {
        for (int i = 0; i < length; i++) {
            target[i] = (byte) text.charAt(i);
        }
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}
