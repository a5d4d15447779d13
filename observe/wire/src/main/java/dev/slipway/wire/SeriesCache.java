package dev.slipway.wire;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// What senders have sent before, by the bytes they sent: the same series comes with the same bytes
/// in every request. A fixed number of places; a key may stand in four of them, and a new one takes
/// the place of a random other where all four are taken, so that more series than places make it
/// slower by their share and not useless, as it would be if the oldest were forgotten first.
///
/// Thread-safe without locks: entries do not change, and a race loses at most an entry.
public final class SeriesCache {
    private static final int WAYS = 4;

    /// `number` tells strings apart, in keys that are made of them.
    record Entry(int hash, byte[] key, CachedSeries series) {}

    record Symbol(int hash, byte[] key, String text, long number) {}

    private final AtomicReferenceArray<@Nullable Entry> entries;
    private final AtomicReferenceArray<@Nullable Symbol> symbols;
    private final AtomicLong symbolCount = new AtomicLong();

    /// Room for at least so many series.
    public SeriesCache(int seriesMax) {
        int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, seriesMax - 1)) << 1);
        if (capacity < seriesMax || seriesMax < 1) {
            throw new IllegalArgumentException(
                    "seriesMax: " + seriesMax + " (expected: 1-" + (1 << 30) + ")");
        }
        entries = new AtomicReferenceArray<>(capacity);
        symbols = new AtomicReferenceArray<>(capacity);
    }

    @Nullable CachedSeries find(byte[] bytes, int start, int end) {
        int hash = ByteKeys.hash(bytes, start, end);
        for (int way = 0; way < WAYS; way++) {
            Entry entry = entries.get(place(hash, way, entries.length()));
            if (entry != null
                    && entry.hash() == hash
                    && Arrays.equals(entry.key(), 0, entry.key().length, bytes, start, end)) {
                return entry.series();
            }
        }
        return null;
    }

    void put(byte[] bytes, int start, int end, CachedSeries series) {
        int hash = ByteKeys.hash(bytes, start, end);
        Entry entry = new Entry(hash, Arrays.copyOfRange(bytes, start, end), series);
        entries.set(victim(entries, hash), entry);
    }

    /// One string for the same bytes, and one number, as long as it is not forgotten. A string that
    /// is met again after it was forgotten gets another number, never one that was another's: keys
    /// made with the old number are then no longer found.
    Symbol symbol(byte[] bytes, int start, int end) {
        int hash = ByteKeys.hash(bytes, start, end);
        for (int way = 0; way < WAYS; way++) {
            Symbol symbol = symbols.get(place(hash, way, symbols.length()));
            if (symbol != null
                    && symbol.hash() == hash
                    && Arrays.equals(symbol.key(), 0, symbol.key().length, bytes, start, end)) {
                return symbol;
            }
        }
        String text = Utf8.decode(bytes, start, end);
        byte[] key = Arrays.copyOfRange(bytes, start, end);
        Symbol symbol = new Symbol(hash, key, text, symbolCount.getAndIncrement());
        symbols.set(victim(symbols, hash), symbol);
        return symbol;
    }

    private static <T> int victim(AtomicReferenceArray<@Nullable T> table, int hash) {
        for (int way = 0; way < WAYS; way++) {
            int place = place(hash, way, table.length());
            if (table.get(place) == null) {
                return place;
            }
        }
        return place(hash, (hash >>> 28) % WAYS, table.length());
    }

    private static int place(int hash, int way, int capacity) {
        return hash + way & capacity - 1;
    }
}
