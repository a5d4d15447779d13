package dev.slipway.series;

import java.math.BigDecimal;

/// Writes numbers as Go does, since labels and messages hold them.
public final class GoNumbers {
    private static final double PLAIN_MIN = 1e-4;
    private static final double PLAIN_MAX = 1e21;

    private GoNumbers() {}

    /// The shortest digits without an exponent (Go's format `f`, precision -1).
    public static String plain(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return Double.doubleToRawLongBits(value) == 0 ? "0" : "-0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        return exact.toPlainString();
    }

    /// The shortest digits, with an exponent where the number is very small or large (Go's `%g`).
    public static String shortest(double value) {
        double size = Math.abs(value);
        if (value == 0 || !Double.isFinite(value) || (size >= PLAIN_MIN && size < PLAIN_MAX)) {
            return plain(value);
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        String digits = exact.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - exact.scale();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String sign = value < 0 ? "-" : "";
        return "%s%s%se%s%02d"
                .formatted(
                        sign,
                        digits.charAt(0),
                        fraction,
                        exponent < 0 ? "-" : "+",
                        Math.abs(exponent));
    }
}
