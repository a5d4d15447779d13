package dev.slipway.tsdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/// Labels as numbers: every pair of a name and a value once, with the series that have it. Most
/// pairs belong to one series, so a bitmap is made only for the second. Guarded by the head's lock.
final class LabelPairs {
    private static final int NO_SERIES = -1;
    private static final int MANY_SERIES = -2;

    private String[] names = new String[64];
    private String[] values = new String[64];

    /// The only series of a pair, or [#NO_SERIES] or [#MANY_SERIES].
    private int[] single = new int[64];

    private @Nullable RoaringBitmap[] many = new RoaringBitmap[64];
    private int size;

    /// Hash table of pairs, as number + 1.
    private int[] table = new int[128];

    private final Map<String, PairsOfName> byName = new HashMap<>();

    private static final class PairsOfName {
        private final String name;
        private int[] pairs = new int[4];
        private int count;

        PairsOfName(String name) {
            this.name = name;
        }

        void add(int pair) {
            if (count == pairs.length) {
                pairs = Arrays.copyOf(pairs, 2 * count);
            }
            pairs[count++] = pair;
        }
    }

    int size() {
        return size;
    }

    String name(int pair) {
        return names[pair];
    }

    String value(int pair) {
        return values[pair];
    }

    /// -1 if there is none.
    int find(String name, String value) {
        int mask = table.length - 1;
        for (int at = hash(name, value) & mask; table[at] != 0; at = (at + 1) & mask) {
            int pair = table[at] - 1;
            if (names[pair].equals(name) && values[pair].equals(value)) {
                return pair;
            }
        }
        return -1;
    }

    int intern(String name, String value) {
        int found = find(name, value);
        if (found >= 0) {
            return found;
        }
        if (2 * (size + 1) > table.length) {
            grow();
        }
        PairsOfName group = byName.computeIfAbsent(name, PairsOfName::new);
        names[size] = group.name;
        values[size] = value;
        single[size] = NO_SERIES;
        group.add(size);
        place(size);
        return size++;
    }

    void add(int pair, int series) {
        RoaringBitmap bitmap = many[pair];
        if (bitmap != null) {
            bitmap.add(series);
        } else if (single[pair] == NO_SERIES) {
            single[pair] = series;
        } else {
            many[pair] = RoaringBitmap.bitmapOf(single[pair], series);
            single[pair] = MANY_SERIES;
        }
    }

    void remove(int pair, int series) {
        RoaringBitmap bitmap = many[pair];
        if (bitmap != null) {
            bitmap.remove(series);
        } else if (single[pair] == series) {
            single[pair] = NO_SERIES;
        }
    }

    void addTo(int pair, RoaringBitmap target) {
        RoaringBitmap bitmap = many[pair];
        if (bitmap != null) {
            target.or(bitmap);
        } else if (single[pair] >= 0) {
            target.add(single[pair]);
        }
    }

    boolean intersects(int pair, RoaringBitmap series) {
        RoaringBitmap bitmap = many[pair];
        return bitmap != null
                ? RoaringBitmap.intersects(bitmap, series)
                : single[pair] >= 0 && series.contains(single[pair]);
    }

    int seriesCount(int pair) {
        RoaringBitmap bitmap = many[pair];
        return bitmap != null ? bitmap.getCardinality() : single[pair] >= 0 ? 1 : 0;
    }

    List<String> names() {
        return new ArrayList<>(byName.keySet());
    }

    void forEachPair(String name, IntConsumer consumer) {
        PairsOfName group = byName.get(name);
        if (group != null) {
            for (int i = 0; i < group.count; i++) {
                consumer.accept(group.pairs[i]);
            }
        }
    }

    boolean anyPair(String name, IntPredicate predicate) {
        PairsOfName group = byName.get(name);
        for (int i = 0; group != null && i < group.count; i++) {
            if (predicate.test(group.pairs[i])) {
                return true;
            }
        }
        return false;
    }

    private void grow() {
        int capacity = table.length;
        names = Arrays.copyOf(names, capacity);
        values = Arrays.copyOf(values, capacity);
        single = Arrays.copyOf(single, capacity);
        many = Arrays.copyOf(many, capacity);
        table = new int[2 * capacity];
        for (int pair = 0; pair < size; pair++) {
            place(pair);
        }
    }

    private void place(int pair) {
        int mask = table.length - 1;
        int at = hash(names[pair], values[pair]) & mask;
        while (table[at] != 0) {
            at = (at + 1) & mask;
        }
        table[at] = pair + 1;
    }

    private static int hash(String name, String value) {
        int mixed = (31 * name.hashCode() + value.hashCode()) * 0x9e3779b9;
        return mixed ^ mixed >>> 15;
    }
}
