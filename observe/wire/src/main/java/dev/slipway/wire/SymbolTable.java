package dev.slipway.wire;

import dev.slipway.series.Metadata;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The symbols of one request of remote write 2.0. Senders number them anew in every request, so a
/// series cannot be found by its references; but each symbol is known to the cache under a number
/// that stays, and the series is found by those. Not thread-safe.
final class SymbolTable {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final SeriesCache cache;
    private final WireLimits limits;
    private int[] ends = new int[256];
    private int[] starts = new int[256];
    private SeriesCache.@Nullable Symbol[] known = new SeriesCache.Symbol[256];
    private int size;
    private int[] references = new int[64];
    private int referenceCount;
    private byte[] key = new byte[512];

    private @Nullable Metadata lastMetadata;
    private long lastType;
    private int lastHelp;
    private int lastUnit;

    SymbolTable(SeriesCache cache, WireLimits limits) {
        this.cache = cache;
        this.limits = limits;
    }

    void clear() {
        Arrays.fill(known, 0, size, null);
        size = 0;
        lastMetadata = null;
    }

    /// Adds the symbol in the field the reader is at.
    void add(ProtoReader reader) {
        int end = reader.slice();
        if (size == ends.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
            known = Arrays.copyOf(known, 2 * size);
        }
        if (size == 0 && end > reader.sliceStart()) {
            throw reader.malformed("a first symbol that is not empty", "an empty one");
        }
        starts[size] = reader.sliceStart();
        ends[size] = end;
        size++;
    }

    void clearReferences() {
        referenceCount = 0;
    }

    void addReferences(ProtoReader reader) {
        references = reader.uint32s(references, referenceCount);
        referenceCount = reader.added();
    }

    /// The series with the labels referred to, if the cache has it.
    @Nullable CachedSeries findSeries(ProtoReader reader) {
        if (referenceCount % 2 != 0) {
            throw reader.malformed(referenceCount + " references", "pairs of them");
        }
        if (referenceCount > 2 * limits.labelsMax()) {
            throw WireException.tooLarge(
                    "labels of a series", referenceCount / 2, limits.labelsMax());
        }
        if (8 * referenceCount > key.length) {
            key = new byte[16 * referenceCount];
        }
        for (int i = 0; i < referenceCount; i++) {
            LONGS.set(key, 8 * i, symbol(references[i], reader).number());
        }
        return cache.find(key, 0, 8 * referenceCount);
    }

    /// Keeps the series that [#findSeries] did not find.
    void keepSeries(CachedSeries series) {
        cache.put(key, 0, 8 * referenceCount, series);
    }

    /// The labels referred to, in place of what `pairs` has.
    void addPairs(LabelPairs pairs, ProtoReader reader) {
        if (referenceCount % 2 != 0) {
            throw reader.malformed(referenceCount + " references", "pairs of them");
        }
        pairs.clear();
        for (int i = 0; i < referenceCount; i += 2) {
            String name = symbol(references[i], reader).text();
            pairs.add(name, symbol(references[i + 1], reader).text());
        }
    }

    /// Reads the field the reader is at. The series of a metric follow each other mostly.
    Metadata metadata(ProtoReader reader) {
        int outer = reader.enter();
        long type = 0;
        int help = 0;
        int unit = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> type = reader.varint();
                case 3 -> help = reader.int32();
                case 4 -> unit = reader.int32();
                default -> reader.skip();
            }
        }
        reader.leave(outer);
        Metadata last = lastMetadata;
        if (last == null || type != lastType || help != lastHelp || unit != lastUnit) {
            last =
                    new Metadata(
                            MetadataTypes.of(type),
                            symbol(unit, reader).text(),
                            symbol(help, reader).text());
            lastMetadata = last;
            lastType = type;
            lastHelp = help;
            lastUnit = unit;
        }
        return last;
    }

    private SeriesCache.Symbol symbol(int reference, ProtoReader reader) {
        if (reference < 0 || reference >= size) {
            throw reader.malformed(
                    "symbol " + Integer.toUnsignedString(reference), "less than " + size);
        }
        SeriesCache.Symbol symbol = known[reference];
        if (symbol == null) {
            symbol = cache.symbol(reader.bytes(), starts[reference], ends[reference]);
            if (symbol.key().length > limits.labelBytesMax()) {
                throw WireException.tooLarge(
                        "bytes of a label", symbol.key().length, limits.labelBytesMax());
            }
            known[reference] = symbol;
        }
        return symbol;
    }
}
