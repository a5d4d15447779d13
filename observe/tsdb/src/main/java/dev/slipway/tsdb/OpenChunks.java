package dev.slipway.tsdb;

import dev.slipway.series.FloatHistogram;
import dev.slipway.tsdb.chunk.Chunk;
import dev.slipway.tsdb.chunk.ChunkCutter;
import dev.slipway.tsdb.chunk.Encoding;
import dev.slipway.tsdb.chunk.HistogramEncoder;
import dev.slipway.tsdb.chunk.XorEncoder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The chunk of each series that is being filled: of floats outside of the heap, of histograms as
/// an object. One that is full, or would reach over the end of a block's range, goes to the files.
/// Guarded by the database's lock.
final class OpenChunks {
    private final SeriesRecords records;
    private final HeadChunks full;
    private final ChunkSlab slab;
    private final long rangeMillis;
    private final XorEncoder encoder = new XorEncoder();
    private final Map<Integer, HistogramEncoder> histograms = new HashMap<>();
    private int floatCount;

    OpenChunks(SeriesRecords records, HeadChunks full, Arena arena, long rangeMillis) {
        this.records = records;
        this.full = full;
        this.rangeMillis = rangeMillis;
        slab = new ChunkSlab(arena, records::chunk);
    }

    int count() {
        return floatCount + histograms.size();
    }

    long reservedBytes() {
        return slab.reservedBytes();
    }

    /// Whether the newest sample of a series is this one, to the bit.
    boolean isLast(int slot, double value, @Nullable FloatHistogram histogram) {
        HistogramEncoder open = histograms.get(slot);
        if (histogram != null || open != null) {
            return histogram != null && open != null && open.last().hasSameCounts(histogram);
        }
        encoder.load(records.page(slot), records.state(slot));
        return Double.doubleToRawLongBits(encoder.lastValue()) == Double.doubleToRawLongBits(value);
    }

    void append(int slot, long timeMillis, double value) {
        if (!histograms.isEmpty()) {
            HistogramEncoder other = histograms.remove(slot);
            if (other != null) {
                cut(slot, other.toChunk());
            }
        }
        MemorySegment state = records.page(slot);
        encoder.load(state, records.state(slot));
        int address = records.address(slot);
        if (address != ChunkSlab.NOTHING && isFull(slot, timeMillis, encoder.count())) {
            cutFloats(slot);
            address = ChunkSlab.NOTHING;
        }
        if (address == ChunkSlab.NOTHING) {
            encoder.begin();
            address = slab.allocate(0, slot);
            floatCount++;
            records.chunkMinMillis(slot, timeMillis);
            records.chunk(slot, address, 0);
        } else {
            int size = records.size(slot);
            if (encoder.sizeBytes() + XorEncoder.ROOM_BYTES > ChunkSlab.sizeBytes(size)) {
                address = grow(slot, size);
            }
        }
        encoder.append(slab.page(address), ChunkSlab.offset(address), timeMillis, value);
        encoder.store(state, records.state(slot));
    }

    void append(int slot, long timeMillis, FloatHistogram histogram) {
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

    /// A copy of the open chunk, if there is one.
    @Nullable Chunk copy(int slot) {
        if (records.address(slot) != ChunkSlab.NOTHING) {
            Chunk lying = floats(slot);
            byte[] copy = lying.data().toArray(ValueLayout.JAVA_BYTE);
            return new Chunk(
                    Encoding.XOR,
                    lying.minMillis(),
                    lying.maxMillis(),
                    MemorySegment.ofArray(copy));
        }
        HistogramEncoder open = histograms.get(slot);
        return open == null ? null : open.toChunk();
    }

    /// Writes an open chunk of floats, and what is needed to go on with it; false if there is none.
    boolean save(int slot, RecordBuffer record) {
        if (records.address(slot) == ChunkSlab.NOTHING) {
            return false;
        }
        Chunk lying = floats(slot);
        record.putVarint(slot);
        record.putVarint(lying.minMillis());
        record.putVarint(lying.maxMillis());
        record.putMemory(records.page(slot).asSlice(records.state(slot), XorEncoder.STATE_BYTES));
        record.putMemory(lying.data());
        return true;
    }

    /// Takes over what [#save] wrote, for a series without an open chunk.
    void restore(int slot, long minMillis, MemorySegment state, MemorySegment data) {
        int length = (int) data.byteSize();
        int size = 0;
        while (size < ChunkSlab.sizes() && ChunkSlab.sizeBytes(size) < length + Long.BYTES) {
            size++;
        }
        if (size == ChunkSlab.sizes()
                || state.byteSize() != XorEncoder.STATE_BYTES
                || !isStateOf(state, data)) {
            throw new LogDamagedException(
                    "open chunk: %d bytes, state of %d (expected: at most %d, %d that fit)"
                            .formatted(
                                    length,
                                    state.byteSize(),
                                    ChunkSlab.sizeBytes(ChunkSlab.sizes() - 1),
                                    XorEncoder.STATE_BYTES));
        }
        int address = slab.allocate(size, slot);
        MemorySegment.copy(data, 0, slab.page(address), ChunkSlab.offset(address), length);
        MemorySegment.copy(
                state, 0, records.page(slot), records.state(slot), XorEncoder.STATE_BYTES);
        records.chunk(slot, address, size);
        records.chunkMinMillis(slot, minMillis);
        floatCount++;
    }

    /// Gives up the chunk without keeping it.
    void drop(int slot) {
        histograms.remove(slot);
        if (records.address(slot) != ChunkSlab.NOTHING) {
            free(slot);
        }
    }

    /// Chunks do not reach over the end of a block's range.
    private boolean isFull(int slot, long timeMillis, int count) {
        return count >= ChunkCutter.SAMPLES
                || Math.floorDiv(timeMillis, rangeMillis)
                        != Math.floorDiv(records.chunkMinMillis(slot), rangeMillis);
    }

    private boolean isStateOf(MemorySegment state, MemorySegment data) {
        encoder.load(state, 0);
        return encoder.count() > 0
                && encoder.count() <= ChunkCutter.SAMPLES
                && encoder.sizeBytes() == data.byteSize();
    }

    /// Moves the chunk that the encoder stands in to a piece of the next size.
    private int grow(int slot, int size) {
        int larger = slab.allocate(size + 1, slot);
        // Only now: it may just have been moved.
        int address = records.address(slot);
        MemorySegment.copy(
                slab.page(address),
                ChunkSlab.offset(address),
                slab.page(larger),
                ChunkSlab.offset(larger),
                encoder.sizeBytes());
        slab.free(address);
        records.chunk(slot, larger, size + 1);
        return larger;
    }

    private void cutFloats(int slot) {
        cut(slot, floats(slot));
        free(slot);
    }

    private void free(int slot) {
        slab.free(records.address(slot));
        records.chunk(slot, ChunkSlab.NOTHING, 0);
        floatCount--;
    }

    private void cut(int slot, Chunk chunk) {
        records.fullChunk(slot, full.add(chunk, records.fullChunk(slot)));
    }

    private Chunk floats(int slot) {
        encoder.load(records.page(slot), records.state(slot));
        int address = records.address(slot);
        MemorySegment data =
                slab.page(address).asSlice(ChunkSlab.offset(address), encoder.sizeBytes());
        return new Chunk(Encoding.XOR, records.chunkMinMillis(slot), encoder.lastMillis(), data);
    }
}
