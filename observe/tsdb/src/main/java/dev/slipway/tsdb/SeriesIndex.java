package dev.slipway.tsdb;

import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/// Which series there are: from labels to a slot and back, and from matchers to slots. A series
/// costs a few ints: its labels are numbers of [LabelPairs], packed one series after the other.
/// Guarded by the head's lock.
final class SeriesIndex {
    private static final int NO_LABELS = -1;

    /// About so many there are, for the choice between two ways to the same.
    private static final int LABELS_PER_SERIES = 8;

    private LabelPairs pairs = new LabelPairs();

    /// Where the labels of a slot begin in `packed`: their count, then pairs.
    private int[] starts = new int[64];

    private int[] hashes = new int[64];
    private int[] packed = new int[1024];
    private int packedSize;

    /// Ints in `packed` that belong to series that are gone.
    private int packedDead;

    /// Hash table of slots, as slot + 1.
    private int[] table = new int[128];

    private final RoaringBitmap used = new RoaringBitmap();
    private int tableUsed;

    int size() {
        return used.getCardinality();
    }

    /// -1 if there is none.
    int find(Labels labels) {
        int hash = labels.hashCode();
        int mask = table.length - 1;
        for (int at = spread(hash) & mask; table[at] != 0; at = (at + 1) & mask) {
            int slot = table[at] - 1;
            if (hashes[slot] == hash && used.contains(slot) && has(slot, labels)) {
                return slot;
            }
        }
        return -1;
    }

    boolean isUsed(int slot) {
        return used.contains(slot);
    }

    /// The lowest slot that no series has and that is not among those.
    int freeSlot(RoaringBitmap reserved) {
        long slot = used.nextAbsentValue(0);
        while (reserved.contains((int) slot)) {
            slot = used.nextAbsentValue((int) slot + 1);
        }
        return (int) slot;
    }

    void add(int slot, Labels labels) {
        ensureSlot(slot);
        if (2 * (tableUsed + 1) > table.length) {
            rebuildTable(Math.max(128, Integer.highestOneBit(size() + 1) * 4));
        }
        int count = labels.size();
        if (packedSize + count + 1 > packed.length) {
            packed = Arrays.copyOf(packed, Math.max(packedSize + count + 1, packed.length * 3 / 2));
        }
        starts[slot] = packedSize;
        hashes[slot] = labels.hashCode();
        packed[packedSize++] = count;
        for (int i = 0; i < count; i++) {
            int pair = pairs.intern(labels.name(i), labels.value(i));
            pairs.add(pair, slot);
            packed[packedSize++] = pair;
        }
        used.add(slot);
        place(slot);
    }

    void remove(int slot) {
        int start = starts[slot];
        for (int i = 1; i <= packed[start]; i++) {
            pairs.remove(packed[start + i], slot);
        }
        packedDead += packed[start] + 1;
        used.remove(slot);
        // Its place in the table stays taken by a slot that is not used, so that probing goes on.
        starts[slot] = NO_LABELS;
    }

    /// Builds everything anew without what belonged to series that are gone, if that is much.
    void compact() {
        if (packedDead < packedSize / 4 || packedDead < 1024) {
            return;
        }
        LabelPairs old = pairs;
        int[] oldPacked = packed;
        pairs = new LabelPairs();
        packed = new int[packedSize - packedDead + 64];
        packedSize = 0;
        packedDead = 0;
        PeekableIntIterator slots = used.getIntIterator();
        while (slots.hasNext()) {
            int slot = slots.next();
            int start = starts[slot];
            starts[slot] = packedSize;
            packed[packedSize++] = oldPacked[start];
            for (int i = 1; i <= oldPacked[start]; i++) {
                int before = oldPacked[start + i];
                int pair = pairs.intern(old.name(before), old.value(before));
                pairs.add(pair, slot);
                packed[packedSize++] = pair;
            }
        }
        rebuildTable(Math.max(128, Integer.highestOneBit(size() + 1) * 4));
    }

    Labels labels(int slot) {
        int start = starts[slot];
        int count = packed[start];
        String[] texts = new String[2 * count];
        for (int i = 0; i < count; i++) {
            texts[2 * i] = pairs.name(packed[start + 1 + i]);
            texts[2 * i + 1] = pairs.value(packed[start + 1 + i]);
        }
        return Labels.ofSorted(texts);
    }

    /// Whether a series has this name.
    boolean hasMetric(String name) {
        int pair = pairs.find(Labels.METRIC_NAME, name);
        return pair >= 0 && pairs.seriesCount(pair) > 0;
    }

    /// Names of labels that these series have, without order.
    Set<String> names(RoaringBitmap series) {
        Set<String> names = new HashSet<>();
        if (pairs.size() > LABELS_PER_SERIES * series.getLongCardinality()) {
            PeekableIntIterator slots = series.getIntIterator();
            while (slots.hasNext()) {
                int start = starts[slots.next()];
                for (int i = 1; i <= packed[start]; i++) {
                    names.add(pairs.name(packed[start + i]));
                }
            }
            return names;
        }
        for (String name : pairs.names()) {
            if (pairs.anyPair(name, pair -> pairs.intersects(pair, series))) {
                names.add(name);
            }
        }
        return names;
    }

    /// Values that these series have of a label, without order.
    List<String> values(String name, RoaringBitmap series) {
        List<String> values = new ArrayList<>();
        pairs.forEachPair(
                name,
                pair -> {
                    if (pairs.intersects(pair, series)) {
                        values.add(pairs.value(pair));
                    }
                });
        return values;
    }

    LabelPairs pairs() {
        return pairs;
    }

    /// A copy.
    RoaringBitmap all() {
        return used.clone();
    }

    RoaringBitmap find(Iterable<Matcher> matchers) {
        RoaringBitmap found = null;
        for (Matcher matcher : matchers) {
            if (!matcher.matchesEmpty()) {
                RoaringBitmap series = withValue(matcher, true);
                if (found == null) {
                    found = series;
                } else {
                    found.and(series);
                }
            }
        }
        if (found == null) {
            found = all();
        }
        for (Matcher matcher : matchers) {
            if (matcher.matchesEmpty() && !found.isEmpty()) {
                found.andNot(withValue(matcher, false));
            }
        }
        return found;
    }

    /// Series that have a value of the label that the matcher accepts, or does not.
    private RoaringBitmap withValue(Matcher matcher, boolean accepted) {
        RoaringBitmap series = new RoaringBitmap();
        boolean patternMatches = accepted != matcher.isNegative();
        Optional<Set<String>> literals = matcher.literals();
        if (patternMatches && literals.isPresent()) {
            for (String value : literals.get()) {
                int pair = value.isEmpty() ? -1 : pairs.find(matcher.name(), value);
                if (pair >= 0) {
                    pairs.addTo(pair, series);
                }
            }
            return series;
        }
        pairs.forEachPair(
                matcher.name(),
                pair -> {
                    if (matcher.matches(pairs.value(pair)) == accepted) {
                        pairs.addTo(pair, series);
                    }
                });
        return series;
    }

    private boolean has(int slot, Labels labels) {
        int start = starts[slot];
        if (packed[start] != labels.size()) {
            return false;
        }
        for (int i = 0; i < labels.size(); i++) {
            int pair = packed[start + 1 + i];
            if (!pairs.value(pair).equals(labels.value(i))
                    || !pairs.name(pair).equals(labels.name(i))) {
                return false;
            }
        }
        return true;
    }

    private void ensureSlot(int slot) {
        if (slot >= starts.length) {
            int capacity = Math.max(slot + 1, starts.length * 3 / 2);
            starts = Arrays.copyOf(starts, capacity);
            hashes = Arrays.copyOf(hashes, capacity);
        }
    }

    private void rebuildTable(int capacity) {
        table = new int[capacity];
        tableUsed = 0;
        PeekableIntIterator slots = used.getIntIterator();
        while (slots.hasNext()) {
            place(slots.next());
        }
    }

    private void place(int slot) {
        int mask = table.length - 1;
        int at = spread(hashes[slot]) & mask;
        while (table[at] != 0) {
            at = (at + 1) & mask;
        }
        table[at] = slot + 1;
        tableUsed++;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9e3779b9;
        return mixed ^ mixed >>> 16;
    }
}
