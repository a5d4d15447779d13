package dev.slipway.rule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers for people, with four significant digits, as Prometheus writes them.
final class Humanize {
    private static final String[] LARGE = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
    private static final String[] BINARY = {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};
    private static final String[] SMALL = {"m", "u", "n", "p", "f", "a", "z", "y"};
    private static final int DIGITS = 4;

    private Humanize() {}

    static String decimal(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return digits(value);
        }
        return Math.abs(value) >= 1 ? large(value, 1000, LARGE) : small(value);
    }

    static String binary(double value) {
        return Math.abs(value) <= 1 || !Double.isFinite(value)
                ? digits(value)
                : large(value, 1024, BINARY);
    }

    static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return digits(seconds);
        }
        if (seconds == 0) {
            return digits(seconds) + "s";
        }
        if (Math.abs(seconds) < 1) {
            return small(seconds) + "s";
        }
        String sign = seconds < 0 ? "-" : "";
        double length = Math.abs(seconds);
        long whole = (long) length;
        long minutes = whole / 60 % 60;
        long hours = whole / 3600 % 24;
        long days = whole / 86_400;
        if (days != 0) {
            return "%s%dd %dh %dm %ds".formatted(sign, days, hours, minutes, whole % 60);
        }
        if (hours != 0) {
            return "%s%dh %dm %ds".formatted(sign, hours, minutes, whole % 60);
        }
        return minutes != 0
                ? "%s%dm %ds".formatted(sign, minutes, whole % 60)
                : sign + digits(length) + "s";
    }

    static String percentage(double ratio) {
        return digits(ratio * 100) + "%";
    }

    private static String large(double value, int step, String[] prefixes) {
        double rest = value;
        String prefix = "";
        for (String each : prefixes) {
            if (Math.abs(rest) < step) {
                break;
            }
            prefix = each;
            rest /= step;
        }
        return digits(rest) + prefix;
    }

    private static String small(double value) {
        double rest = value;
        String prefix = "";
        for (String each : SMALL) {
            if (Math.abs(rest) >= 1) {
                break;
            }
            prefix = each;
            rest *= 1000;
        }
        return digits(rest) + prefix;
    }

    /// Go's `%.4g`.
    static String digits(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal rounded =
                new BigDecimal(value)
                        .round(new MathContext(DIGITS, RoundingMode.HALF_EVEN))
                        .stripTrailingZeros();
        int exponent = rounded.precision() - 1 - rounded.scale();
        if (exponent >= -4 && exponent < DIGITS) {
            return rounded.toPlainString();
        }
        String digits = rounded.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return "%s%s%se%s%02d"
                .formatted(
                        value < 0 ? "-" : "",
                        digits.charAt(0),
                        fraction,
                        exponent < 0 ? "-" : "+",
                        Math.abs(exponent));
    }
}
