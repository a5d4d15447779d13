package dev.slipway.hcl.function;

/// Exponential and natural logarithm of doubles, to the last bit what the language's other
/// implementations give on common processors; they may differ from Java's in the last place.
/// Stateless.
final class Exponentials {
    private static final double LOG2_E = 1.4426950408889634;

    /// The natural logarithm of two in two parts, the first exact in multiples.
    private static final double LN2_UPPER = 0.693147180559663;

    private static final double LN2_LOWER = 2.8235290563031577e-13;
    private static final int HALVINGS = 4;

    /// Reciprocals of factorials: the Taylor series of `(e^x - 1) / x`.
    private static final double[] SERIES = {
        1.0, 1 / 2.0, 1 / 6.0, 1 / 24.0, 1 / 120.0, 1 / 720.0, 1 / 5040.0, 1 / 40320.0
    };

    private Exponentials() {}

    /// For results within the range of doubles. The argument is brought near zero by taking off
    /// multiples of ln 2 and halving; each doubling after the series is `y (y + 2)`. Source: N.
    /// Shibata, Efficient evaluation methods of elementary functions suitable for SIMD computation,
    /// 2010.
    static double exp(double x) {
        double multiple = Math.rint(x * LOG2_E);
        double rest = x - multiple * LN2_UPPER;
        rest = (rest - multiple * LN2_LOWER) / (1 << HALVINGS);
        double sum = SERIES[SERIES.length - 1];
        for (int index = SERIES.length - 2; index >= 0; index--) {
            sum = sum * rest + SERIES[index];
        }
        double lessOne = rest * sum;
        for (int step = 1; step < HALVINGS; step++) {
            lessOne *= lessOne + 2;
        }
        return Math.scalb(Math.fma(lessOne, lessOne + 2, 1), (int) multiple);
    }

    /// Of a positive normal number `2^k (1 + f)` with `1 + f` about one, by the polynomial in `s =
    /// f / (2 + f)` that fdlibm documents (Sun Microsystems, `e_log`).
    static double log(double x) {
        int exponent = Math.getExponent(x) + 1;
        double fraction = Math.scalb(x, -exponent);
        if (fraction < Math.sqrt(2) / 2) {
            fraction *= 2;
            exponent--;
        }
        double f = fraction - 1;
        double s = f / (2 + f);
        double s2 = s * s;
        double s4 = s2 * s2;
        double odd =
                s2
                        * (0.6666666666666735
                                + s4
                                        * (0.2857142874366239
                                                + s4
                                                        * (0.1818357216161805
                                                                + s4 * 0.14798198605116586)));
        double even =
                s4 * (0.3999999999940942 + s4 * (0.22222198432149784 + s4 * 0.15313837699209373));
        double half = 0.5 * f * f;
        double low = s * (half + (odd + even)) + exponent * 1.9082149292705877e-10;
        return exponent * 0.6931471803691238 - ((half - low) - f);
    }
}
