package dev.slipway.hcl.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Decimal digits of a [BigFloat], read and written.
final class BigFloatText {
    private static final Pattern NUMBER =
            Pattern.compile("([+-]?)(\\d+\\.?\\d*|\\.\\d+)(?:([eEpP])([+-]?\\d+))?");
    private static final Pattern INFINITE = Pattern.compile("([+-]?)[iI]nf");
    private static final int EXPONENT_DIGITS_MAX = 9;

    /// Longer texts are no numbers anyone wrote.
    private static final int LENGTH_MAX = 1_000_000;

    private BigFloatText() {}

    static @Nullable BigFloat parse(String text) {
        if (text.length() > LENGTH_MAX) {
            return null;
        }
        Matcher infinite = INFINITE.matcher(text);
        if (infinite.matches()) {
            return infinite.group(1).equals("-")
                    ? BigFloat.NEGATIVE_INFINITY
                    : BigFloat.POSITIVE_INFINITY;
        }
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        boolean negative = matcher.group(1).equals("-");
        BigDecimal digits = new BigDecimal(matcher.group(2));
        String exponent = matcher.group(4);
        if (exponent == null) {
            return BigFloat.ofDecimal(digits, negative);
        }
        int power = power(exponent);
        if (matcher.group(3).equalsIgnoreCase("e")) {
            return BigFloat.ofDecimal(scaled(digits, power), negative);
        }
        return binary(BigFloat.ofDecimal(digits, negative), power);
    }

    private static int power(String exponent) {
        boolean negative = exponent.startsWith("-");
        String digits = exponent.replaceFirst("^[+-]?0*", "");
        if (digits.length() > EXPONENT_DIGITS_MAX) {
            return negative ? -1_000_000_000 : 1_000_000_000;
        }
        int magnitude = digits.isEmpty() ? 0 : Integer.parseInt(digits);
        return negative ? -magnitude : magnitude;
    }

    private static BigDecimal scaled(BigDecimal digits, int power) {
        return digits.signum() == 0 ? digits : digits.scaleByPowerOfTen(power);
    }

    private static BigFloat binary(BigFloat digits, int power) {
        if (digits.isZero()) {
            return digits;
        }
        BigFloat two = BigFloat.rounded(java.math.BigInteger.ONE, power, BigFloat.PRECISION);
        return two.isInfinite() || two.isZero() ? two : digits.multiply(two);
    }

    static String plain(BigFloat number) {
        if (number.isInfinite()) {
            return number.signum() < 0 ? "-Inf" : "+Inf";
        }
        if (number.isZero()) {
            return number.isNegative() ? "-0" : "0";
        }
        BigDecimal exact = number.toBigDecimal();
        if (number.isInteger() && exact.unscaledValue().bitLength() <= number.precision()) {
            return exact.toPlainString();
        }
        String digits = strip(shortest(number, exact.abs())).toPlainString();
        return number.signum() < 0 ? "-" + digits : digits;
    }

    /// The digits [#plain] shows, without sign.
    static BigDecimal digits(BigFloat number) {
        BigDecimal exact = number.toBigDecimal().abs();
        return number.isZero() ? BigDecimal.ZERO : shortest(number, exact).stripTrailingZeros();
    }

    private static BigDecimal strip(BigDecimal digits) {
        return digits.scale() > 0 ? digits.stripTrailingZeros() : digits;
    }

    /// Tries ever more digits until what they say lies between the neighbours' borders.
    private static BigDecimal shortest(BigFloat number, BigDecimal exact) {
        BigDecimal half = number.halfStep();
        BigDecimal low = exact.subtract(half);
        BigDecimal high = exact.add(half);
        int border = number.lastBitIsEven() ? 1 : 0;
        for (int digits = 1; digits < exact.precision(); digits++) {
            BigDecimal down = exact.round(new MathContext(digits, RoundingMode.DOWN));
            BigDecimal up = exact.round(new MathContext(digits, RoundingMode.UP));
            boolean downFits = down.compareTo(low) > -border;
            boolean upFits = up.compareTo(high) < border;
            if (downFits && upFits) {
                return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            }
            if (downFits || upFits) {
                return downFits ? down : up;
            }
        }
        return exact;
    }

    /// Ten significant digits, with an exponent where the number is large or small.
    static String brief(BigFloat number) {
        if (number.isInfinite() || number.isZero()) {
            return plain(number);
        }
        BigDecimal rounded =
                number.toBigDecimal()
                        .round(new MathContext(10, RoundingMode.HALF_EVEN))
                        .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        int limit = Math.max(rounded.precision(), exponent + 1 <= rounded.precision() ? 0 : 10);
        if (exponent >= -4 && exponent < Math.max(limit, 1)) {
            return rounded.toPlainString();
        }
        String digits = rounded.unscaledValue().abs().toString();
        String sign = rounded.signum() < 0 ? "-" : "";
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "");
        return sign + digits.charAt(0) + fraction + "e" + power + Math.abs(exponent);
    }
}
