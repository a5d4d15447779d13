package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An amount of something, exact: `100m` (a tenth), `1Gi`, `1e3`, `0.5`. Two quantities are equal
/// if they are the same amount, however they are written. Finer than nano is rounded up, as the API
/// does.
public final class Quantity implements Comparable<Quantity> {
    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Suffixes.DECIMAL);

    /// The family of suffixes an amount is written with.
    private enum Suffixes {
        DECIMAL,
        BINARY,
        EXPONENT
    }

    private static final Pattern FORM =
            Pattern.compile(
                    "([+-]?)([0-9]+\\.?[0-9]*|\\.[0-9]+)"
                            + "(?:([KMGTPE]i)|([numkMGTPE]?)|[eE]([+-]?[0-9]{1,9}))");
    private static final int LENGTH_MAX = 256;
    private static final int EXPONENT_MAX = 1_000;
    private static final int SCALE_MAX = 9;
    private static final String BINARY_LETTERS = "KMGTPE";
    private static final BigInteger KIBI = BigInteger.valueOf(1024);
    private static final String DECIMAL_LETTERS = "num kMGTPE";

    private final BigDecimal amount;
    private final Suffixes suffixes;

    private Quantity(BigDecimal amount, Suffixes suffixes) {
        this.amount = rounded(amount);
        this.suffixes = suffixes;
    }

    public static Quantity of(long amount) {
        return new Quantity(BigDecimal.valueOf(amount), Suffixes.DECIMAL);
    }

    /// Throws [ApiException] (`INVALID`) for a text that is no quantity.
    @JsonCreator
    public static Quantity parse(String text) {
        Matcher form = FORM.matcher(text.length() > LENGTH_MAX ? "" : text);
        if (!form.matches()) {
            throw new ApiException(
                    ApiException.Reason.INVALID,
                    "\"%s\" is no quantity (expected: a number with a suffix such as m, k, M, Ki, Mi"
                                    .formatted(text)
                            + " or none)");
        }
        BigDecimal number = new BigDecimal(form.group(1) + plain(form.group(2)));
        if (form.group(3) != null) {
            int power = BINARY_LETTERS.indexOf(form.group(3).charAt(0)) + 1;
            return new Quantity(number.multiply(new BigDecimal(KIBI.pow(power))), Suffixes.BINARY);
        }
        if (form.group(5) != null) {
            int exponent = Math.clamp(Integer.parseInt(form.group(5)), -EXPONENT_MAX, EXPONENT_MAX);
            return new Quantity(number.scaleByPowerOfTen(exponent), Suffixes.EXPONENT);
        }
        String letter = form.group(4);
        int power = letter.isEmpty() ? 0 : 3 * (DECIMAL_LETTERS.indexOf(letter) - 3);
        return new Quantity(number.scaleByPowerOfTen(power), Suffixes.DECIMAL);
    }

    public static boolean isQuantity(String text) {
        return text.length() <= LENGTH_MAX && FORM.matcher(text).matches();
    }

    private static String plain(String digits) {
        String whole = digits.startsWith(".") ? "0" + digits : digits;
        return whole.endsWith(".") ? whole + "0" : whole;
    }

    private static BigDecimal rounded(BigDecimal amount) {
        return amount.scale() > SCALE_MAX ? amount.setScale(SCALE_MAX, RoundingMode.UP) : amount;
    }

    public BigDecimal amount() {
        return amount;
    }

    /// The amount in whole units, rounded up: the bytes of `1Ki`, the cores of `1500m`.
    public long value() {
        return saturated(amount.setScale(0, RoundingMode.CEILING).toBigInteger());
    }

    /// The amount in thousandths, rounded up.
    public long milliValue() {
        return saturated(
                amount.scaleByPowerOfTen(3).setScale(0, RoundingMode.CEILING).toBigInteger());
    }

    private static long saturated(BigInteger number) {
        if (number.bitLength() < Long.SIZE) {
            return number.longValue();
        }
        return number.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    public Quantity plus(Quantity other) {
        return new Quantity(amount.add(other.amount), isZero() ? other.suffixes : suffixes);
    }

    public Quantity minus(Quantity other) {
        return new Quantity(amount.subtract(other.amount), isZero() ? other.suffixes : suffixes);
    }

    /// The canonical form: the largest suffix of its family with which no digit is lost and none
    /// stands behind a point.
    @Override
    @JsonValue
    public String toString() {
        if (isZero()) {
            return "0";
        }
        return switch (suffixes) {
            case DECIMAL -> decimal();
            case EXPONENT -> exponent();
            case BINARY -> binary();
        };
    }

    private String binary() {
        boolean small = amount.abs().compareTo(new BigDecimal(KIBI)) < 0;
        if (small || amount.stripTrailingZeros().scale() > 0) {
            return decimal();
        }
        BigInteger number = amount.toBigIntegerExact();
        int power = 0;
        while (power < BINARY_LETTERS.length()) {
            BigInteger[] next = number.divideAndRemainder(KIBI);
            if (next[1].signum() != 0) {
                break;
            }
            number = next[0];
            power++;
        }
        return number + (power == 0 ? "" : BINARY_LETTERS.charAt(power - 1) + "i");
    }

    private String decimal() {
        int power = powerOfThousand();
        if (power > 6) {
            power = 6;
        }
        String digits = amount.scaleByPowerOfTen(-3 * power).toBigIntegerExact().toString();
        return power == 0 ? digits : digits + DECIMAL_LETTERS.charAt(power + 3);
    }

    private String exponent() {
        int power = powerOfThousand();
        String digits = amount.scaleByPowerOfTen(-3 * power).toBigIntegerExact().toString();
        return power == 0 ? digits : digits + "e" + 3 * power;
    }

    private int powerOfThousand() {
        return Math.floorDiv(-amount.stripTrailingZeros().scale(), 3);
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity quantity && compareTo(quantity) == 0;
    }

    @Override
    public int hashCode() {
        return amount.stripTrailingZeros().hashCode();
    }
}
