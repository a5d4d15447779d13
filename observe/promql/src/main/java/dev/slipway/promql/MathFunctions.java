package dev.slipway.promql;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Functions of single numbers.
final class MathFunctions {
    private static final Map<String, DoubleUnaryOperator> FUNCTIONS =
            Map.ofEntries(
                    Map.entry("abs", Math::abs),
                    Map.entry("ceil", Math::ceil),
                    Map.entry("floor", Math::floor),
                    Map.entry("exp", Math::exp),
                    Map.entry("sqrt", Math::sqrt),
                    Map.entry("ln", Math::log),
                    Map.entry("log2", MathFunctions::log2),
                    Map.entry("log10", Math::log10),
                    Map.entry("sgn", Math::signum),
                    Map.entry("sin", Math::sin),
                    Map.entry("cos", Math::cos),
                    Map.entry("tan", Math::tan),
                    Map.entry("asin", Math::asin),
                    Map.entry("acos", Math::acos),
                    Map.entry("atan", Math::atan),
                    Map.entry("sinh", Math::sinh),
                    Map.entry("cosh", Math::cosh),
                    Map.entry("tanh", Math::tanh),
                    Map.entry("asinh", MathFunctions::asinh),
                    Map.entry("acosh", MathFunctions::acosh),
                    Map.entry("atanh", x -> 0.5 * (Math.log1p(x) - Math.log1p(-x))),
                    Map.entry("deg", x -> x * 180 / Math.PI),
                    Map.entry("rad", x -> x * Math.PI / 180));

    /// From here on the rest of the sum under the root makes no difference.
    private static final double ASINH_LARGE = 1 << 28;

    private MathFunctions() {}

    static @Nullable DoubleUnaryOperator find(String name) {
        return FUNCTIONS.get(name);
    }

    static void bound(
            String function, Row target, int step, double value, double first, double second) {
        switch (function) {
            case "clamp_min" -> target.set(step, greater(value, first));
            case "clamp_max" -> target.set(step, lesser(value, first));
            case "round" -> target.set(step, round(value, first));
            default -> {
                if (!(second < first)) {
                    target.set(step, greater(first, lesser(second, value)));
                }
            }
        }
    }

    /// As Go has it: an infinity wins over what is no number.
    static double greater(double left, double right) {
        boolean infinite = left == Double.POSITIVE_INFINITY || right == Double.POSITIVE_INFINITY;
        return infinite ? Double.POSITIVE_INFINITY : Math.max(left, right);
    }

    static double lesser(double left, double right) {
        boolean infinite = left == Double.NEGATIVE_INFINITY || right == Double.NEGATIVE_INFINITY;
        return infinite ? Double.NEGATIVE_INFINITY : Math.min(left, right);
    }

    /// To the nearest multiple, halves up. The inverse is computed with, as it is more exact for
    /// fractions such as 0.1.
    private static double round(double value, double nearest) {
        double inverse = 1 / nearest;
        return Math.floor(value * inverse + 0.5) / inverse;
    }

    private static double log2(double value) {
        if (value > 0 && Double.isFinite(value)) {
            int exponent = Math.getExponent(value);
            double fraction = Math.scalb(value, -exponent);
            return exponent + Math.log(fraction) / Math.log(2);
        }
        return Math.log(value);
    }

    private static double acosh(double value) {
        return value > ASINH_LARGE
                ? Math.log(value) + Math.log(2)
                : Math.log(value + Math.sqrt(value * value - 1));
    }

    private static double asinh(double value) {
        double size = Math.abs(value);
        if (size > ASINH_LARGE) {
            // Its square may be too large.
            return Math.copySign(Math.log(size) + Math.log(2), value);
        }
        return Math.copySign(
                Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1))), value);
    }
}
