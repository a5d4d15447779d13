package dev.slipway.hcl.gzip;

import java.util.ArrayList;
import java.util.List;

/// How the code lengths of a block are written before it (RFC 1951, 3.2.7): runs of equal lengths
/// are shortened, and the result has a code of its own, whose lengths come first.
final class CodeHeader {
    private static final int REPEAT = 16;
    private static final int ZEROS = 17;
    private static final int MANY_ZEROS = 18;
    private static final int REPEAT_MIN = 3;
    private static final int REPEAT_MAX = 6;
    private static final int MANY_ZEROS_MIN = 11;
    private static final int MANY_ZEROS_MAX = 138;

    private static final int LENGTH_MAX = 7;
    private static final int LENGTH_BITS = 3;
    private static final int COUNT_BITS = 5;
    private static final int LITERALS_MIN = 257;
    private static final int DISTANCES_MIN = 1;
    private static final int ORDER_MIN = 4;
    private static final int ORDER_COUNT_BITS = 4;

    /// The rarest last, where they can be left out.
    private static final int[] ORDER = {
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
    };

    /// A length, or how one is repeated, with the bits that tell how often.
    private record Item(int symbol, int rest, int restBits) {}

    private final Codes codes;
    private final List<Item> items = new ArrayList<>();
    private final int[] counts = new int[ORDER.length];
    private final PrefixCode code;
    private final int orderCount;

    CodeHeader(Codes codes) {
        this.codes = codes;
        int[] lengths = new int[codes.literals().count() + codes.distances().count()];
        for (int index = 0; index < lengths.length; index++) {
            int distance = index - codes.literals().count();
            lengths[index] =
                    distance < 0
                            ? codes.literals().length(index)
                            : codes.distances().length(distance);
        }
        addAll(lengths);
        code = PrefixCode.best(counts, LENGTH_MAX);
        orderCount = orderCount();
    }

    private void addAll(int[] lengths) {
        int start = 0;
        for (int index = 1; index <= lengths.length; index++) {
            if (index == lengths.length || lengths[index] != lengths[start]) {
                addRun(lengths[start], index - start);
                start = index;
            }
        }
    }

    private void addRun(int length, int count) {
        int left = length == 0 ? addZeros(count) : addRepeats(length, count);
        for (; left > 0; left--) {
            add(new Item(length, 0, 0));
        }
    }

    /// Adds what can be shortened, and says how many are left.
    private int addZeros(int count) {
        int left = count;
        while (left >= MANY_ZEROS_MIN) {
            int many = Math.min(left, MANY_ZEROS_MAX);
            add(new Item(MANY_ZEROS, many - MANY_ZEROS_MIN, 7));
            left -= many;
        }
        if (left < REPEAT_MIN) {
            return left;
        }
        add(new Item(ZEROS, left - REPEAT_MIN, 3));
        return 0;
    }

    /// A length is repeated after it was written once.
    private int addRepeats(int length, int count) {
        add(new Item(length, 0, 0));
        int left = count - 1;
        while (left >= REPEAT_MIN) {
            int many = Math.min(left, REPEAT_MAX);
            add(new Item(REPEAT, many - REPEAT_MIN, 2));
            left -= many;
        }
        return left;
    }

    private void add(Item item) {
        items.add(item);
        counts[item.symbol()]++;
    }

    private int orderCount() {
        int count = ORDER.length;
        while (count > ORDER_MIN && counts[ORDER[count - 1]] == 0) {
            count--;
        }
        return count;
    }

    int bits() {
        return 2 * COUNT_BITS
                + ORDER_COUNT_BITS
                + LENGTH_BITS * orderCount
                + code.bits(counts)
                + items.stream().mapToInt(Item::restBits).sum();
    }

    void write(BitWriter out) {
        out.writeBits(codes.literals().count() - LITERALS_MIN, COUNT_BITS);
        out.writeBits(codes.distances().count() - DISTANCES_MIN, COUNT_BITS);
        out.writeBits(orderCount - ORDER_MIN, ORDER_COUNT_BITS);
        for (int index = 0; index < orderCount; index++) {
            out.writeBits(code.length(ORDER[index]), LENGTH_BITS);
        }
        for (Item item : items) {
            code.write(item.symbol(), out);
            out.writeBits(item.rest(), item.restBits());
        }
    }
}
