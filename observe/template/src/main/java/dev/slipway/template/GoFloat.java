package dev.slipway.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Writes floats as Go's `strconv.FormatFloat` does, without a sign for positive ones. Decimal
/// expansions are exact, so that rounding is right.
final class GoFloat {
    /// As few digits as name this float and no other.
    static final int SHORTEST = -1;

    private GoFloat() {}

    /// @param verb `e`, `f`, `g` or `x`
    static String format(double value, char verb, int precision) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        String sign = negative ? "-" : "";
        double magnitude = Math.abs(value);
        if (Double.isInfinite(magnitude)) {
            return negative ? "-Inf" : "+Inf";
        }
        return sign
                + switch (verb) {
                    case 'e' -> exponential(magnitude, precision);
                    case 'f' -> fixed(magnitude, precision);
                    case 'x' -> hexadecimal(magnitude);
                    default -> general(magnitude, precision);
                };
    }

    private static String fixed(double value, int precision) {
        if (precision == SHORTEST) {
            BigDecimal shortest = shortest(value);
            return shortest.setScale(Math.max(shortest.scale(), 0), RoundingMode.UNNECESSARY)
                    .toPlainString();
        }
        return new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String exponential(double value, int precision) {
        if (value == 0) {
            return scientific("0".repeat(Math.max(precision, 0) + 1), 0);
        }
        BigDecimal rounded = rounded(value, precision == SHORTEST ? 0 : precision + 1);
        String digits = rounded.unscaledValue().toString();
        int exponent = digits.length() - 1 - rounded.scale();
        if (precision != SHORTEST) {
            digits += "0".repeat(Math.max(0, precision + 1 - digits.length()));
        }
        return scientific(digits, exponent);
    }

    private static String general(double value, int precision) {
        if (value == 0) {
            return "0";
        }
        int significant = precision == 0 ? 1 : precision;
        BigDecimal rounded =
                rounded(value, precision == SHORTEST ? 0 : significant).stripTrailingZeros();
        String digits = rounded.unscaledValue().toString();
        int exponent = digits.length() - 1 - rounded.scale();
        // Where the shortest form is asked for, Go decides as if six digits had been.
        int limit = precision == SHORTEST ? 6 : significant;
        if (limit > digits.length() && digits.length() > exponent && precision != SHORTEST) {
            limit = digits.length();
        }
        if (exponent < -4 || exponent >= limit) {
            return scientific(digits, exponent);
        }
        return rounded.setScale(Math.max(rounded.scale(), 0), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    private static BigDecimal rounded(double value, int digits) {
        return digits == 0
                ? shortest(value)
                : new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }

    /// Java writes at least two digits, which are not always the shortest.
    private static BigDecimal shortest(double value) {
        if (value == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (digits.precision() == 2) {
            BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (one.doubleValue() == value) {
                return one.stripTrailingZeros();
            }
        }
        return digits;
    }

    private static String scientific(String digits, int exponent) {
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String sign = exponent < 0 ? "-" : "+";
        String power = Integer.toString(Math.abs(exponent));
        return digits.charAt(0) + fraction + "e" + sign + (power.length() < 2 ? "0" : "") + power;
    }

    private static String hexadecimal(double value) {
        if (value == 0) {
            return "0x0p+00";
        }
        // Subnormal numbers are made normal for the while.
        boolean subnormal = value < Double.MIN_NORMAL;
        String text = Double.toHexString(subnormal ? value * 0x1p54 : value);
        int mark = text.indexOf('p');
        int exponent = Integer.parseInt(text.substring(mark + 1)) - (subnormal ? 54 : 0);
        String mantissa = text.substring(0, mark).replaceAll("\\.0$", "");
        return "%sp%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
