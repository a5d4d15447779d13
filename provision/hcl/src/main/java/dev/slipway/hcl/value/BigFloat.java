package dev.slipway.hcl.value;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// A binary floating-point number with a precision of its own, up to 512 bits for everything that
/// is written in a configuration. A result has the larger precision of its operands and is rounded
/// to nearest, ties to even. Neither `double` nor `BigDecimal` gives the same digits: `1/3` shows
/// 155 of them, and `0.1 + 0.2` is `0.3`.
///
/// Two numbers are equal if they have the same value, whatever their precision. There is no "not a
/// number"; what would yield it throws [ArithmeticException]. Immutable.
public final class BigFloat implements Comparable<BigFloat> {
    /// Bits of a number that was written down.
    public static final int PRECISION = 512;

    /// Beyond this many binary digits left or right of the point a number counts as infinite, or as
    /// zero: enough for a million decimal places, little enough not to fill the memory.
    private static final long EXPONENT_MAX = 4_000_000;

    private static final int LONG_PRECISION = 64;
    private static final int DOUBLE_PRECISION = 53;
    private static final int DOUBLE_EXPONENT_MASK = 0x7ff;
    private static final int DOUBLE_EXPONENT_BIAS = 1075;

    public static final BigFloat ZERO = of(0);
    public static final BigFloat ONE = of(1);
    public static final BigFloat POSITIVE_INFINITY =
            new BigFloat(BigInteger.ONE, 0, LONG_PRECISION, true, false);
    public static final BigFloat NEGATIVE_INFINITY =
            new BigFloat(BigInteger.ONE.negate(), 0, LONG_PRECISION, true, false);

    private final BigInteger mantissa;
    private final int exponent;
    private final int precision;
    private final boolean infinite;
    private final boolean negativeZero;

    private BigFloat(
            BigInteger mantissa,
            int exponent,
            int precision,
            boolean infinite,
            boolean negativeZero) {
        this.mantissa = mantissa;
        this.exponent = exponent;
        this.precision = precision;
        this.infinite = infinite;
        this.negativeZero = negativeZero;
    }

    public static BigFloat of(long value) {
        return rounded(BigInteger.valueOf(value), 0, LONG_PRECISION);
    }

    public static BigFloat of(double value) {
        if (Double.isNaN(value)) {
            throw new ArithmeticException("the result is not a number");
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
        }
        if (value == 0) {
            boolean negative = Double.doubleToRawLongBits(value) < 0;
            return zero(DOUBLE_PRECISION, negative);
        }
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & ((1L << (DOUBLE_PRECISION - 1)) - 1);
        int biased = (int) (bits >> (DOUBLE_PRECISION - 1)) & DOUBLE_EXPONENT_MASK;
        long mantissa = biased == 0 ? fraction : fraction | 1L << (DOUBLE_PRECISION - 1);
        int exponent = Math.max(biased, 1) - DOUBLE_EXPONENT_BIAS;
        return rounded(
                BigInteger.valueOf(value < 0 ? -mantissa : mantissa), exponent, DOUBLE_PRECISION);
    }

    /// An integer of any size, exactly.
    public static BigFloat of(BigInteger value) {
        return rounded(value, 0, Math.max(value.bitLength(), LONG_PRECISION));
    }

    /// Reads decimal digits with an optional sign, point and exponent; `null` if that is not what
    /// the text holds.
    public static @Nullable BigFloat parse(String text) {
        return BigFloatText.parse(text);
    }

    static BigFloat ofDecimal(BigDecimal decimal, boolean negative) {
        BigInteger unscaled = decimal.unscaledValue();
        if (unscaled.signum() == 0) {
            return zero(PRECISION, negative);
        }
        long magnitude = (long) decimal.precision() - decimal.scale();
        if (magnitude > EXPONENT_MAX / 3) {
            return negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
        }
        if (magnitude < -EXPONENT_MAX / 3) {
            return zero(PRECISION, negative);
        }
        BigInteger signed = negative ? unscaled.negate() : unscaled;
        if (decimal.scale() <= 0) {
            return rounded(signed.multiply(BigInteger.TEN.pow(-decimal.scale())), 0, PRECISION);
        }
        return quotient(signed, 0, BigInteger.TEN.pow(decimal.scale()), 0, PRECISION);
    }

    private static BigFloat zero(int precision, boolean negative) {
        return new BigFloat(BigInteger.ZERO, 0, precision, false, negative);
    }

    static BigFloat rounded(BigInteger mantissa, long exponent, int precision) {
        if (mantissa.signum() == 0) {
            return zero(precision, false);
        }
        BigInteger digits = mantissa;
        long power = exponent;
        int excess = mantissa.bitLength() - precision;
        if (mantissa.signum() < 0) {
            excess = mantissa.negate().bitLength() - precision;
        }
        if (excess > 0) {
            digits = shiftedToEven(mantissa.abs(), excess);
            digits = mantissa.signum() < 0 ? digits.negate() : digits;
            power += excess;
        }
        int zeros = digits.getLowestSetBit();
        digits = digits.shiftRight(zeros);
        power += zeros;
        if (power + digits.bitLength() > EXPONENT_MAX) {
            return digits.signum() < 0 ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
        }
        if (power < -EXPONENT_MAX) {
            return zero(precision, false);
        }
        return new BigFloat(digits, (int) power, precision, false, false);
    }

    private static BigInteger shiftedToEven(BigInteger magnitude, int bits) {
        BigInteger kept = magnitude.shiftRight(bits);
        boolean half = magnitude.testBit(bits - 1);
        boolean more = magnitude.getLowestSetBit() < bits - 1;
        return half && (more || kept.testBit(0)) ? kept.add(BigInteger.ONE) : kept;
    }

    private static BigFloat quotient(
            BigInteger above, long aboveExponent, BigInteger below, long belowExponent, int bits) {
        int shift = Math.max(0, bits + 3 + below.bitLength() - above.abs().bitLength());
        BigInteger[] parts = above.abs().shiftLeft(shift).divideAndRemainder(below.abs());
        BigInteger digits = parts[0].shiftLeft(1);
        if (parts[1].signum() != 0) {
            digits = digits.setBit(0);
        }
        if (above.signum() * below.signum() < 0) {
            digits = digits.negate();
        }
        return rounded(digits, aboveExponent - belowExponent - shift - 1, bits);
    }

    public boolean isInfinite() {
        return infinite;
    }

    public boolean isInteger() {
        return !infinite && (mantissa.signum() == 0 || exponent >= 0);
    }

    public boolean isZero() {
        return mantissa.signum() == 0;
    }

    public int signum() {
        return mantissa.signum();
    }

    /// Whether a minus sign is shown: for negative numbers and for the zero below zero.
    public boolean isNegative() {
        return mantissa.signum() < 0 || negativeZero;
    }

    public int precision() {
        return precision;
    }

    public BigFloat add(BigFloat other) {
        int bits = Math.max(precision, other.precision);
        if (infinite || other.infinite) {
            if (infinite && other.infinite && signum() != other.signum()) {
                throw new ArithmeticException("an infinity less an infinity has no value");
            }
            return infinite ? this : other;
        }
        if (isZero() && other.isZero()) {
            return zero(bits, negativeZero && other.negativeZero);
        }
        if (isZero() || other.isZero()) {
            BigFloat term = isZero() ? other : this;
            return rounded(term.mantissa, term.exponent, bits);
        }
        int low = Math.min(exponent, other.exponent);
        BigInteger sum =
                mantissa.shiftLeft(exponent - low)
                        .add(other.mantissa.shiftLeft(other.exponent - low));
        return rounded(sum, low, bits);
    }

    public BigFloat subtract(BigFloat other) {
        return add(other.negate());
    }

    public BigFloat negate() {
        if (isZero()) {
            return zero(precision, !negativeZero);
        }
        return new BigFloat(mantissa.negate(), exponent, precision, infinite, false);
    }

    public BigFloat abs() {
        return isNegative() ? negate() : this;
    }

    /// The product, with as many bits as it needs up to 512.
    public BigFloat multiply(BigFloat other) {
        boolean negative = isNegative() != other.isNegative();
        int bits = Math.max(precision, other.precision);
        if (infinite || other.infinite) {
            if (isZero() || other.isZero()) {
                throw new ArithmeticException("zero times an infinity has no value");
            }
            return negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
        }
        if (isZero() || other.isZero()) {
            return zero(bits, negative);
        }
        BigFloat product =
                rounded(
                        mantissa.multiply(other.mantissa),
                        (long) exponent + other.exponent,
                        PRECISION);
        return product.withPrecision(Math.max(bits, product.mantissa.abs().bitLength()));
    }

    public BigFloat divide(BigFloat other) {
        boolean negative = isNegative() != other.isNegative();
        int bits = Math.max(precision, other.precision);
        if ((infinite && other.infinite) || (isZero() && other.isZero())) {
            throw new ArithmeticException("zero by zero, or infinity by infinity, has no value");
        }
        if (infinite || other.isZero()) {
            return negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
        }
        if (isZero() || other.infinite) {
            return zero(bits, negative);
        }
        return quotient(mantissa, exponent, other.mantissa, other.exponent, bits);
    }

    /// What remains of a division towards zero; a number modulo zero is itself.
    public BigFloat modulo(BigFloat other) {
        if (infinite || other.infinite) {
            throw new ArithmeticException("can't use modulo with an infinity");
        }
        if (other.isZero()) {
            return this;
        }
        BigFloat times = rounded(divide(other).toBigInteger(), 0, precision);
        int bits = Math.max(precision, other.precision);
        BigFloat whole =
                times.isZero()
                        ? times
                        : rounded(
                                other.mantissa.multiply(times.mantissa),
                                (long) other.exponent + times.exponent,
                                precision);
        BigFloat rest = subtract(whole);
        return rest.withPrecision(bits);
    }

    public BigFloat withPrecision(int bits) {
        if (infinite || isZero()) {
            return this;
        }
        return rounded(mantissa, exponent, bits);
    }

    /// The integer towards zero.
    public BigInteger toBigInteger() {
        if (infinite) {
            throw new ArithmeticException("an infinity is no integer");
        }
        if (exponent >= 0) {
            return mantissa.shiftLeft(exponent);
        }
        BigInteger magnitude = mantissa.abs().shiftRight(-exponent);
        return mantissa.signum() < 0 ? magnitude.negate() : magnitude;
    }

    public BigFloat floor() {
        if (infinite || isInteger()) {
            return this;
        }
        return of(mantissa.shiftRight(-exponent));
    }

    public BigFloat ceiling() {
        if (infinite || isInteger()) {
            return this;
        }
        return of(mantissa.negate().shiftRight(-exponent).negate());
    }

    /// Exactly this number in decimal digits.
    public BigDecimal toBigDecimal() {
        if (infinite) {
            throw new ArithmeticException("an infinity has no digits");
        }
        if (exponent >= 0) {
            return new BigDecimal(mantissa.shiftLeft(exponent));
        }
        BigInteger fives = BigInteger.valueOf(5).pow(-exponent);
        return new BigDecimal(mantissa.multiply(fives), -exponent);
    }

    public double toDouble() {
        if (infinite) {
            return signum() < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (negativeZero) {
            return -0.0;
        }
        return toBigDecimal().doubleValue();
    }

    /// The number as an `int`, or `null` if it is none.
    public @Nullable Integer toIntExact() {
        if (!isInteger()) {
            return null;
        }
        BigInteger whole = toBigInteger();
        return whole.bitLength() < Integer.SIZE ? whole.intValue() : null;
    }

    /// The number as a `long`, or `null` if it is none.
    public @Nullable Long toLongExact() {
        if (!isInteger()) {
            return null;
        }
        BigInteger whole = toBigInteger();
        return whole.bitLength() < Long.SIZE ? whole.longValue() : null;
    }

    /// The fewest significant digits that tell this number from its neighbours, without sign.
    public BigDecimal shortestDigits() {
        return BigFloatText.digits(this);
    }

    /// Half the distance to the next number of this precision, as the digits shown must tell apart.
    BigDecimal halfStep() {
        int power = exponent + mantissa.abs().bitLength() - precision - 1;
        BigDecimal two = BigDecimal.valueOf(2);
        return power >= 0
                ? two.pow(power)
                : new BigDecimal(BigInteger.valueOf(5).pow(-power), -power);
    }

    /// Whether the last of the precision's bits is zero, so that both borders belong to it.
    boolean lastBitIsEven() {
        return mantissa.abs().bitLength() < precision;
    }

    @Override
    public int compareTo(BigFloat other) {
        requireNonNull(other, "other");
        if (infinite || other.infinite) {
            return Integer.compare(
                    infinite ? 2 * signum() : signum(),
                    other.infinite ? 2 * other.signum() : other.signum());
        }
        if (signum() != other.signum() || isZero()) {
            return Integer.compare(signum(), other.signum());
        }
        int low = Math.min(exponent, other.exponent);
        return mantissa.shiftLeft(exponent - low)
                .compareTo(other.mantissa.shiftLeft(other.exponent - low));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BigFloat that
                && infinite == that.infinite
                && exponent == that.exponent
                && mantissa.equals(that.mantissa);
    }

    @Override
    public int hashCode() {
        return mantissa.hashCode() * 31 + exponent;
    }

    /// The fewest decimal digits that tell this number from its neighbours, never with an exponent.
    @Override
    public String toString() {
        return BigFloatText.plain(this);
    }
}
