package dev.slipway.hcl.gzip;

import java.util.Arrays;

/// What one block says: bytes as they are, and matches, which repeat so many bytes from so far
/// back; and how often each symbol occurs in it. Used again after `clear`; owned by one thread.
final class Block {
    private static final int ITEMS_MAX = 1 << 14;
    private static final int END = 256;
    private static final int FIRST_LENGTH = END + 1;
    private static final int DISTANCE_BITS = 16;
    private static final int DISTANCE_MASK = (1 << DISTANCE_BITS) - 1;

    /// Each a byte, or a length, above a distance, which is 0 for a byte.
    private final int[] items = new int[ITEMS_MAX];

    private final int[] literalCounts = new int[FIRST_LENGTH + Steps.LENGTHS.count()];
    private final int[] distanceCounts = new int[Steps.DISTANCES.count()];
    private int count;

    Block() {
        clear();
    }

    void clear() {
        count = 0;
        Arrays.fill(literalCounts, 0);
        Arrays.fill(distanceCounts, 0);
        literalCounts[END] = 1;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == ITEMS_MAX;
    }

    void addLiteral(byte literal) {
        int symbol = Byte.toUnsignedInt(literal);
        literalCounts[symbol]++;
        items[count++] = symbol << DISTANCE_BITS;
    }

    void addMatch(Match match) {
        literalCounts[FIRST_LENGTH + Steps.LENGTHS.symbol(match.length())]++;
        distanceCounts[Steps.DISTANCES.symbol(match.distance())]++;
        items[count++] = match.length() << DISTANCE_BITS | match.distance();
    }

    /// How often each byte, the end and each length occur, up to the last one that does.
    int[] literalCounts() {
        return withoutLastZeros(literalCounts);
    }

    /// How often each distance occurs, up to the last one that does. Without matches, one distance
    /// is written down all the same, and counts as if it occurred.
    int[] distanceCounts() {
        int[] counts = withoutLastZeros(distanceCounts);
        return counts.length == 0 ? new int[] {1} : counts;
    }

    private static int[] withoutLastZeros(int[] counts) {
        int length = counts.length;
        while (length > 0 && counts[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(counts, length);
    }

    /// The size of what follows symbols, which no choice of codes changes.
    int restBits() {
        int bits = 0;
        for (int symbol = 0; symbol < Steps.LENGTHS.count(); symbol++) {
            bits += literalCounts[FIRST_LENGTH + symbol] * Steps.LENGTHS.bits(symbol);
        }
        for (int symbol = 0; symbol < Steps.DISTANCES.count(); symbol++) {
            bits += distanceCounts[symbol] * Steps.DISTANCES.bits(symbol);
        }
        return bits;
    }

    void write(Codes codes, BitWriter out) {
        for (int index = 0; index < count; index++) {
            int number = items[index] >> DISTANCE_BITS;
            int distance = items[index] & DISTANCE_MASK;
            if (distance == 0) {
                codes.literals().write(number, out);
            } else {
                writeMatch(new Match(number, distance), codes, out);
            }
        }
        codes.literals().write(END, out);
    }

    private static void writeMatch(Match match, Codes codes, BitWriter out) {
        int length = Steps.LENGTHS.symbol(match.length());
        codes.literals().write(FIRST_LENGTH + length, out);
        Steps.LENGTHS.writeRest(match.length(), length, out);
        int distance = Steps.DISTANCES.symbol(match.distance());
        codes.distances().write(distance, out);
        Steps.DISTANCES.writeRest(match.distance(), distance, out);
    }
}
