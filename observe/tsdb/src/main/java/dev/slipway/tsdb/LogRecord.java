package dev.slipway.tsdb;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.SampleColumns;
import dev.slipway.tsdb.chunk.Chunk;
import dev.slipway.tsdb.chunk.ChunkDecoder;
import dev.slipway.tsdb.chunk.ChunkException;
import dev.slipway.tsdb.chunk.Encoding;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.BooleanSupplier;

/// What records of the log consist of: entries, each with its kind in front, as drawn in
/// `docs/format/wal.md`. Reads them into the head. Not thread-safe.
final class LogRecord {
    static final int SERIES = 1;
    static final int FLOATS = 2;
    static final int HISTOGRAM = 3;
    static final int ACCEPT_FROM = 4;
    static final int LATE_FLOAT = 5;
    static final int LATE_HISTOGRAM = 6;
    static final int EXEMPLAR = 7;
    static final int METADATA = 8;
    static final int GONE = 9;
    static final int DELETED = 10;

    /// Only in checkpoints.
    static final int FULL_CHUNK = 11;

    static final int OPEN_CHUNK = 12;
    static final int OPEN_HISTOGRAMS = 13;
    static final int OLD_EXEMPLAR = 14;

    /// By the number that stands for each in the log.
    static final List<ResetHint> HINTS =
            List.of(ResetHint.UNKNOWN, ResetHint.RESET, ResetHint.NO_RESET, ResetHint.GAUGE);

    private static final List<Metadata.Type> TYPES = List.of(Metadata.Type.values());
    private static final int FLOAT_BYTES_MIN = 10;

    private final HeadState state;
    private final Head head;
    private final BooleanSupplier forgiving;
    private final SampleColumns columns = new SampleColumns();
    private final ChunkDecoder decoder = new ChunkDecoder();
    private long skipped;

    /// @param forgiving whether what belongs to a series that was not named is left out: the
    ///   checkpoint that named it was damaged
    LogRecord(HeadState state, BooleanSupplier forgiving) {
        this.state = state;
        this.forgiving = forgiving;
        head = state.head();
    }

    /// Entries that were left out.
    long skipped() {
        return skipped;
    }

    void apply(RecordCursor record) {
        while (!record.isAtEnd()) {
            int kind = record.readByte();
            switch (kind) {
                case SERIES -> head.put(record.readSlot(0), record.readLabels());
                case FLOATS -> floats(record);
                case HISTOGRAM, LATE_FLOAT, LATE_HISTOGRAM -> sample(kind, record);
                case ACCEPT_FROM -> {
                    long millis = record.readLong();
                    head.acceptFrom(millis);
                    head.isInBlocksBefore(millis);
                }
                case EXEMPLAR -> {
                    int slot = record.readSlot(0);
                    Exemplar exemplar = record.readExemplar();
                    if (isKnown(slot)) {
                        state.exemplars().add(head.index().labels(slot), exemplar);
                    }
                }
                case OLD_EXEMPLAR -> {
                    Labels series = record.readLabels();
                    state.exemplars().add(series, record.readExemplar());
                }
                case METADATA -> state.descriptions().put(record.readText(), metadata(record));
                case GONE -> head.removeIfThere(record.readSlot(0));
                case DELETED -> {
                    int slot = record.readSlot(0);
                    long start = record.readVarint();
                    long end = record.readVarint();
                    if (isKnown(slot)) {
                        head.delete(slot, start, end);
                    }
                }
                case FULL_CHUNK, OPEN_HISTOGRAMS -> checkedChunk(kind, record);
                case OPEN_CHUNK -> openChunk(record);
                default -> throw new LogDamagedException("kind: " + kind + " (expected: 1-14)");
            }
        }
    }

    static void putMetadata(RecordBuffer record, String family, Metadata metadata) {
        record.putByte(METADATA);
        record.putText(family);
        record.putByte(TYPES.indexOf(metadata.type()));
        record.putText(metadata.unit());
        record.putText(metadata.help());
    }

    private static Metadata metadata(RecordCursor record) {
        int type = record.readByte();
        if (type >= TYPES.size()) {
            throw new LogDamagedException(
                    "type: %d (expected: 0-%d)".formatted(type, TYPES.size() - 1));
        }
        return new Metadata(TYPES.get(type), record.readText(), record.readText());
    }

    private void floats(RecordCursor record) {
        int count = record.readCount(FLOAT_BYTES_MIN);
        int slot = 0;
        long time = 0;
        for (int i = 0; i < count; i++) {
            slot = record.readSlot(slot);
            time += record.readVarint();
            double value = record.readDouble();
            if (isKnown(slot)) {
                head.apply(slot, time, value, null);
            }
        }
    }

    private void sample(int kind, RecordCursor record) {
        int slot = record.readSlot(0);
        long time = record.readVarint();
        double value = kind == LATE_FLOAT ? record.readDouble() : 0;
        FloatHistogram histogram = kind == LATE_FLOAT ? null : record.readHistogram();
        if (!isKnown(slot)) {
            return;
        }
        if (kind == HISTOGRAM) {
            head.apply(slot, time, value, histogram);
        } else {
            head.applyLate(slot, time, value, histogram);
        }
    }

    private void checkedChunk(int kind, RecordCursor record) {
        try {
            chunk(kind, record);
        } catch (ChunkException e) {
            throw new LogDamagedException(String.valueOf(e.getMessage()));
        }
    }

    private void chunk(int kind, RecordCursor record) {
        int slot = record.readSlot(0);
        Encoding encoding = Encoding.of(record.readByte());
        long min = record.readVarint();
        long max = record.readVarint();
        Chunk chunk = new Chunk(encoding, min, max, record.readMemory());
        if (!isKnown(slot)) {
            return;
        }
        if (kind == FULL_CHUNK) {
            head.restoreFull(slot, chunk);
            return;
        }
        columns.clear();
        decoder.decode(chunk, Long.MIN_VALUE, Long.MAX_VALUE, columns);
        for (int i = 0; i < columns.size(); i++) {
            head.apply(slot, columns.timeMillis(i), columns.value(i), columns.histogram(i));
        }
    }

    private void openChunk(RecordCursor record) {
        int slot = record.readSlot(0);
        long min = record.readVarint();
        long max = record.readVarint();
        MemorySegment encoder = record.readMemory();
        MemorySegment data = record.readMemory();
        if (isKnown(slot)) {
            head.restoreOpen(slot, min, max, encoder, data);
        }
    }

    private boolean isKnown(int slot) {
        if (head.index().isUsed(slot)) {
            return true;
        }
        if (!forgiving.getAsBoolean()) {
            throw new LogDamagedException("series: " + slot + " (expected: one that was named)");
        }
        skipped++;
        return false;
    }
}
