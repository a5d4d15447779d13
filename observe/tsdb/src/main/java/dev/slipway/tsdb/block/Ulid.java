package dev.slipway.tsdb.block;

import java.util.Optional;
import java.util.random.RandomGenerator;

/// The name of a block: 48 bits of time, then 80 of chance, in Crockford's base 32, so that names
/// sort by when blocks were made. Immutable.
public record Ulid(long high, long low) implements Comparable<Ulid> {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;

    public static Ulid of(long timeMillis, RandomGenerator random) {
        return new Ulid(timeMillis << 16 | random.nextInt(1 << 16), random.nextLong());
    }

    /// Empty if the text is no such name: other things lie beside blocks.
    public static Optional<Ulid> find(String text) {
        if (text.length() != LENGTH || text.charAt(0) > '7') {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < LENGTH; i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | digit;
        }
        return Optional.of(new Ulid(high, low));
    }

    public long timeMillis() {
        return high >>> 16;
    }

    @Override
    public int compareTo(Ulid other) {
        int order = Long.compareUnsigned(high, other.high);
        return order == 0 ? Long.compareUnsigned(low, other.low) : order;
    }

    @Override
    public String toString() {
        char[] text = new char[LENGTH];
        long highLeft = high;
        long lowLeft = low;
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) lowLeft & 31);
            lowLeft = lowLeft >>> 5 | highLeft << 59;
            highLeft >>>= 5;
        }
        return new String(text);
    }
}
