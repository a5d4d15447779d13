package dev.slipway.wire;

/// Writes numbers as Go does with the format `g` and as few digits as tell the number apart, which
/// is how expositions and the values of `le` look: `1.5`, `1e+06`, `+Inf`.
public final class NumberText {
    /// From this exponent on, and below -4, the exponent is written.
    private static final int EXPONENT_MIN = 21;

    private NumberText() {}

    /// As text expositions write a value: `1`, `1e+06`, `0.25`, `+Inf`.
    public static String of(double value) {
        return format(value, 6);
    }

    /// As OpenMetrics writes a value or a bound: a whole number has a `.0`, `1.0`, `1e+06`.
    public static String openMetrics(double value) {
        String text = of(value);
        boolean plain = Double.isFinite(value) && text.indexOf('.') < 0 && text.indexOf('e') < 0;
        return plain ? text + ".0" : text;
    }

    /// Without an exponent up to 10^21, for people and JSON.
    public static String plain(double value) {
        return format(value, EXPONENT_MIN);
    }

    private static String format(double value, int exponentMin) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        String text = Double.toString(Math.abs(value));
        int e = text.indexOf('E');
        String mantissa = e < 0 ? text : text.substring(0, e);
        int point = mantissa.indexOf('.');
        String all = mantissa.substring(0, point) + mantissa.substring(point + 1);
        int leading = 0;
        while (all.charAt(leading) == '0') {
            leading++;
        }
        int exponent =
                point
                        - leading
                        - 1
                        + (e < 0 ? 0 : Integer.parseInt(text, e + 1, text.length(), 10));
        int last = all.length();
        while (all.charAt(last - 1) == '0') {
            last--;
        }
        String digits = all.substring(leading, last);
        String unsigned = arrange(digits, exponent, exponentMin);
        return value < 0 ? "-" + unsigned : unsigned;
    }

    /// `exponent` is that of the first digit.
    private static String arrange(String digits, int exponent, int exponentMin) {
        boolean scientific = exponent < -4 || exponent >= exponentMin;
        if (scientific) {
            String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            int size = Math.abs(exponent);
            return digits.charAt(0)
                    + fraction
                    + (exponent < 0 ? "e-" : "e+")
                    + (size < 10 ? "0" : "")
                    + size;
        }
        if (exponent < 0) {
            return "0." + "0".repeat(-exponent - 1) + digits;
        }
        if (digits.length() <= exponent + 1) {
            return digits + "0".repeat(exponent + 1 - digits.length());
        }
        return digits.substring(0, exponent + 1) + "." + digits.substring(exponent + 1);
    }
}
