package dev.slipway.tsdb;

import dev.slipway.series.Appender.Outcome;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.SeriesException;
import dev.slipway.tsdb.chunk.Chunk;
import dev.slipway.tsdb.chunk.ChunkCutter;
import dev.slipway.tsdb.chunk.ChunkDecoder;
import dev.slipway.tsdb.chunk.Encoding;
import dev.slipway.tsdb.chunk.HistogramEncoder;
import dev.slipway.tsdb.chunk.XorEncoder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The newest samples, in memory: packed records, open chunks in a slab, full chunks in files.
/// Every method is called with the lock of the database held, but for [#decode], which reads what
/// [#capture] copied.
final class Head implements AutoCloseable {
    private final TsdbConfig config;
    private final Arena arena = Arena.ofShared();
    private final SeriesIndex index = new SeriesIndex();
    private final SeriesRecords records = new SeriesRecords(arena);
    private final ChunkSlab slab = new ChunkSlab(arena);
    private final HeadChunks full;
    private final XorEncoder encoder = new XorEncoder();
    private final Map<Integer, HistogramEncoder> histograms = new HashMap<>();
    private long minMillis = Long.MAX_VALUE;
    private long maxMillis = Long.MIN_VALUE;
    private long acceptedFromMillis = Long.MIN_VALUE;
    private long inBlocksBeforeMillis = Long.MIN_VALUE;

    /// A series as it was at one moment.
    record View(Labels labels, long newestFull, @Nullable Chunk open) {}

    Head(Path folder, TsdbConfig config) {
        this.config = config;
        full = new HeadChunks(folder);
    }

    SeriesIndex index() {
        return index;
    }

    /// Of samples; after [#maxMillis] if there are none.
    long minMillis() {
        return Math.max(minMillis, inBlocksBeforeMillis);
    }

    long maxMillis() {
        return maxMillis;
    }

    long lastMillis(int slot) {
        return records.lastMillis(slot);
    }

    /// The slot of a series, made if it is new.
    int series(Labels labels) {
        int found = index.find(labels);
        if (found >= 0) {
            return found;
        }
        if (index.size() >= config.limits().series()) {
            throw new SeriesException(
                    "series: limit of %d reached by %s".formatted(index.size(), labels), null);
        }
        int slot = index.freeSlot();
        put(slot, labels);
        return slot;
    }

    /// As the log has it.
    void put(int slot, Labels labels) {
        if (!index.isUsed(slot)) {
            records.clear(slot);
            index.add(slot, labels);
        }
    }

    /// What would become of a sample. Of two at the same time the bits decide.
    Outcome judge(int slot, long timeMillis, double value, @Nullable FloatHistogram histogram) {
        if (timeMillis < acceptedFromMillis) {
            return Outcome.TOO_OLD;
        }
        long last = records.lastMillis(slot);
        if (timeMillis > last) {
            return Outcome.ACCEPTED;
        }
        if (timeMillis < last) {
            return Outcome.OUT_OF_ORDER;
        }
        return isLast(slot, value, histogram) ? Outcome.ACCEPTED : Outcome.DUPLICATE;
    }

    /// Stores a sample if it is to be stored.
    void apply(int slot, long timeMillis, double value, @Nullable FloatHistogram histogram) {
        if (timeMillis < acceptedFromMillis || timeMillis <= records.lastMillis(slot)) {
            return;
        }
        if (histogram == null) {
            applyFloat(slot, timeMillis, value);
        } else {
            applyHistogram(slot, timeMillis, histogram);
        }
        records.lastMillis(slot, timeMillis);
        minMillis = Math.min(minMillis, timeMillis);
        maxMillis = Math.max(maxMillis, timeMillis);
    }

    View capture(int slot) {
        Chunk open = null;
        if (records.address(slot) != ChunkSlab.NOTHING) {
            Chunk lying = openFloats(slot);
            byte[] copy = lying.data().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
            open =
                    new Chunk(
                            Encoding.XOR,
                            lying.minMillis(),
                            lying.maxMillis(),
                            MemorySegment.ofArray(copy));
        } else if (histograms.containsKey(slot)) {
            open = histograms.get(slot).toChunk();
        }
        return new View(index.labels(slot), records.fullChunk(slot), open);
    }

    /// Adds samples in order of time.
    void decode(View view, long startMillis, long endMillis, SampleColumns columns) {
        List<Chunk> chunks = new ArrayList<>();
        if (view.open() != null) {
            chunks.add(view.open());
        }
        long next = view.newestFull();
        while (next != SeriesRecords.NO_CHUNK) {
            HeadChunks.Link link = full.read(next);
            if (link == null || link.chunk().maxMillis() < startMillis) {
                break;
            }
            chunks.add(link.chunk());
            next = link.previous();
        }
        ChunkDecoder decoder = new ChunkDecoder();
        for (Chunk chunk : chunks.reversed()) {
            if (chunk.minMillis() <= endMillis && chunk.maxMillis() >= startMillis) {
                decoder.decode(chunk, startMillis, endMillis, columns);
            }
        }
    }

    /// From now on older samples are refused.
    void acceptFrom(long timeMillis) {
        acceptedFromMillis = Math.max(acceptedFromMillis, timeMillis);
    }

    /// What is older can be read from blocks: it no longer counts as the head's.
    void isInBlocksBefore(long timeMillis) {
        inBlocksBeforeMillis = Math.max(inBlocksBeforeMillis, timeMillis);
        full.retireBefore(inBlocksBeforeMillis);
    }

    /// Only when nobody reads.
    void deleteRetired() {
        full.deleteRetired();
    }

    long offHeapBytes() {
        return slab.reservedBytes() + records.reservedBytes();
    }

    @Override
    public void close() {
        full.close();
        arena.close();
    }

    private boolean isLast(int slot, double value, @Nullable FloatHistogram histogram) {
        HistogramEncoder open = histograms.get(slot);
        if (histogram != null || open != null) {
            return open != null && open.last().equals(histogram);
        }
        encoder.load(records.page(slot), records.state(slot));
        return Double.doubleToRawLongBits(encoder.lastValue()) == Double.doubleToRawLongBits(value);
    }

    private void applyFloat(int slot, long timeMillis, double value) {
        HistogramEncoder other = histograms.remove(slot);
        if (other != null) {
            cut(slot, other.toChunk());
        }
        MemorySegment state = records.page(slot);
        encoder.load(state, records.state(slot));
        int address = records.address(slot);
        if (address != ChunkSlab.NOTHING && isFull(slot, timeMillis, encoder.count())) {
            cutFloats(slot);
            address = ChunkSlab.NOTHING;
        }
        int size = records.size(slot);
        if (address == ChunkSlab.NOTHING) {
            encoder.begin();
            size = 0;
            address = slab.allocate(size);
            records.chunkMinMillis(slot, timeMillis);
        } else if (encoder.sizeBytes() + XorEncoder.ROOM_BYTES > ChunkSlab.sizeBytes(size)) {
            address = slab.grow(address, size, encoder.sizeBytes());
            size++;
        }
        records.chunk(slot, address, size, SeriesRecords.FLOATS);
        encoder.append(slab.page(address), ChunkSlab.offset(address), timeMillis, value);
        encoder.store(state, records.state(slot));
    }

    private void applyHistogram(int slot, long timeMillis, FloatHistogram histogram) {
        if (records.address(slot) != ChunkSlab.NOTHING) {
            cutFloats(slot);
        }
        HistogramEncoder open = histograms.get(slot);
        if (open == null) {
            histograms.put(slot, HistogramEncoder.begin(timeMillis, histogram));
        } else if (isFull(slot, timeMillis, open.count()) || !open.append(timeMillis, histogram)) {
            cut(slot, open.toChunk());
            histograms.put(slot, open.next(timeMillis, histogram));
        } else {
            return;
        }
        records.chunkMinMillis(slot, timeMillis);
    }

    /// Chunks do not reach over the end of a block's range.
    private boolean isFull(int slot, long timeMillis, int count) {
        long range = config.windows().blockRangeMillis();
        return count >= ChunkCutter.SAMPLES
                || Math.floorDiv(timeMillis, range)
                        != Math.floorDiv(records.chunkMinMillis(slot), range);
    }

    private void cutFloats(int slot) {
        cut(slot, openFloats(slot));
        slab.free(records.address(slot), records.size(slot));
        records.chunk(slot, ChunkSlab.NOTHING, 0, SeriesRecords.FLOATS);
    }

    private void cut(int slot, Chunk chunk) {
        long reference =
                full.add(
                        chunk.encoding(),
                        chunk.minMillis(),
                        chunk.maxMillis(),
                        chunk.data(),
                        records.fullChunk(slot));
        records.fullChunk(slot, reference);
    }

    private Chunk openFloats(int slot) {
        encoder.load(records.page(slot), records.state(slot));
        int address = records.address(slot);
        MemorySegment data =
                slab.page(address).asSlice(ChunkSlab.offset(address), encoder.sizeBytes());
        return new Chunk(Encoding.XOR, records.chunkMinMillis(slot), encoder.lastMillis(), data);
    }
}
