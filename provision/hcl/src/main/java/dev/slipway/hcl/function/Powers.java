package dev.slipway.hcl.function;

/// Powers of doubles by repeated squaring, a fractional exponent by logarithm: less exact than
/// `Math.pow` in the last place, but with the digits that other tools of the language show.
/// Stateless.
final class Powers {
    private static final double WHOLE_MAX = 0x1p63;

    private Powers() {}

    static double power(double number, double exponent) {
        boolean special =
                Math.abs(number) < Double.MIN_NORMAL
                        || exponent == 0
                        || number == 1
                        || !Double.isFinite(number)
                        || !Double.isFinite(exponent)
                        || Math.abs(exponent) >= WHOLE_MAX;
        if (special) {
            return Math.pow(number, exponent);
        }
        if (Math.abs(exponent) == 0.5) {
            double root = Math.sqrt(number);
            return exponent > 0 ? root : 1 / root;
        }
        double magnitude = Math.abs(exponent);
        double whole = Math.floor(magnitude);
        double rest = magnitude - whole;
        if (rest != 0 && number < 0) {
            return Double.NaN;
        }
        if (rest > 0.5) {
            rest--;
            whole++;
        }
        double start = rest == 0 ? 1 : Exponentials.exp(rest * Exponentials.log(number));
        return squared(number, (long) whole, start, exponent < 0);
    }

    /// `start` times `number` to the power of `whole`, the binary exponents counted apart so that
    /// nothing overflows on the way.
    private static double squared(double number, long whole, double start, boolean inverse) {
        double result = start;
        long resultScale = 0;
        int first = Math.getExponent(number) + 1;
        double factor = Math.scalb(number, -first);
        long factorScale = first;
        for (long bits = whole; bits != 0; bits >>= 1) {
            boolean beyond = Math.abs(factorScale) > 1 << 12;
            if (beyond) {
                resultScale += factorScale;
                break;
            }
            if ((bits & 1) == 1) {
                result *= factor;
                resultScale += factorScale;
            }
            factor *= factor;
            factorScale *= 2;
            if (factor < 0.5) {
                factor += factor;
                factorScale--;
            }
        }
        if (inverse) {
            result = 1 / result;
            resultScale = -resultScale;
        }
        return scaled(result, resultScale);
    }

    private static double scaled(double value, long scale) {
        return Math.scalb(value, (int) Math.clamp(scale, -10_000L, 10_000L));
    }
}
