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
                    Map.entry("acosh", x -> Math.log(x + Math.sqrt(x * x - 1))),
                    Map.entry("atanh", x -> 0.5 * (Math.log1p(x) - Math.log1p(-x))),
                    Map.entry("deg", x -> x * 180 / Math.PI),
                    Map.entry("rad", x -> x * Math.PI / 180));

    private MathFunctions() {}

    static @Nullable DoubleUnaryOperator find(String name) {
        return FUNCTIONS.get(name);
    }

    static void bound(
            String function, Row target, int step, double value, double first, double second) {
        switch (function) {
            case "clamp_min" -> target.set(step, Math.max(value, first));
            case "clamp_max" -> target.set(step, Math.min(value, first));
            case "round" -> target.set(step, round(value, first));
            default -> {
                if (!(second < first)) {
                    target.set(step, Math.max(first, Math.min(second, value)));
                }
            }
        }
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

    private static double asinh(double value) {
        double size = Math.abs(value);
        return Math.copySign(
                Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1))), value);
    }
}
