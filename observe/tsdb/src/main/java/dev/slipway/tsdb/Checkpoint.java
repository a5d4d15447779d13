package dev.slipway.tsdb;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.tsdb.block.TimeRanges;
import dev.slipway.tsdb.chunk.Chunk;
import dev.slipway.tsdb.chunk.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.roaringbitmap.IntIterator;

/// Writes what the head holds as records of the log, so that older segments can go. Series after
/// series, each under the lock, while writes go on: those are in the newest segment too, and
/// reading them twice changes nothing.
final class Checkpoint {
    /// About so much is written at once.
    private static final int RECORD_BYTES = 256 << 10;

    private final HeadState state;
    private final Head head;
    private final Consumer<RecordBuffer> sink;
    private final RecordBuffer record = new RecordBuffer();

    Checkpoint(HeadState state, Consumer<RecordBuffer> sink) {
        this.state = state;
        this.head = state.head();
        this.sink = sink;
    }

    void write(HeadLock lock) {
        IntIterator slots =
                lock.locked(() -> {
                    record.putByte(LogRecord.ACCEPT_FROM);
                    record.putLong(head.inBlocksBeforeMillis());
                    state.exemplars()
                            .forEach((labels, exemplar) -> {
                                record.putByte(LogRecord.OLD_EXEMPLAR);
                                record.putLabels(labels);
                                record.putExemplar(exemplar);
                            });
                    state.descriptions()
                            .forEach((family, metadata) ->
                                    LogRecord.putMetadata(record, family, metadata));
                    return head.index().all().getIntIterator();
                });
        while (slots.hasNext()) {
            int slot = slots.next();
            List<Chunk> full = new ArrayList<>();
            long newest = lock.locked(() -> head.newestFull(slot));
            readFull(newest, full);
            lock.locked(() -> {
                putSeries(slot, full, newest);
                return slot;
            });
            if (record.size() >= RECORD_BYTES) {
                flush();
            }
        }
        flush();
    }

    private void flush() {
        if (!record.isEmpty()) {
            sink.accept(record);
            record.clear();
        }
    }

    /// The chunks up to this one, from the oldest, without those that are in blocks.
    private void readFull(long newest, List<Chunk> chunks) {
        long next = newest;
        while (next != SeriesRecords.NO_CHUNK) {
            HeadChunks.Link link = head.read(next);
            if (link == null || link.chunk().maxMillis() < head.inBlocksBeforeMillis()) {
                break;
            }
            chunks.addFirst(link.chunk());
            next = link.previous();
        }
    }

    private void putSeries(int slot, List<Chunk> full, long newestRead) {
        Labels labels = head.index().labels(slot);
        record.putByte(LogRecord.SERIES);
        record.putVarint(slot);
        record.putLabels(labels);
        full.forEach(chunk -> putChunk(LogRecord.FULL_CHUNK, slot, chunk));
        addNewer(slot, newestRead);
        Chunk open = head.open().copy(slot);
        if (open != null && open.encoding() != Encoding.XOR) {
            putChunk(LogRecord.OPEN_HISTOGRAMS, slot, open);
        } else if (open != null) {
            record.putByte(LogRecord.OPEN_CHUNK);
            head.open().save(slot, record);
        }
        // Before those that came late: one may have come after the deletion.
        long[] deleted = head.deleted().getOrDefault(slot, TimeRanges.NONE);
        for (int i = 0; i < deleted.length; i += 2) {
            record.putByte(LogRecord.DELETED);
            record.putVarint(slot);
            record.putVarint(deleted[i]);
            record.putVarint(deleted[i + 1]);
        }
        putLate(slot, head.late());
        putLate(slot, head.moving());
    }

    /// Chunks that were filled between the two looks.
    private void addNewer(int slot, long newestRead) {
        List<Chunk> newer = new ArrayList<>();
        long next = head.newestFull(slot);
        while (next != newestRead) {
            HeadChunks.Link link = head.read(next);
            if (link == null) {
                break;
            }
            newer.addFirst(link.chunk());
            next = link.previous();
        }
        newer.forEach(chunk -> putChunk(LogRecord.FULL_CHUNK, slot, chunk));
    }

    private void putChunk(int kind, int slot, Chunk chunk) {
        record.putByte(kind);
        record.putVarint(slot);
        record.putByte(chunk.encoding().code());
        record.putVarint(chunk.minMillis());
        record.putVarint(chunk.maxMillis());
        record.putMemory(chunk.data());
    }

    private void putLate(int slot, LateSamples late) {
        if (!late.has(slot)) {
            return;
        }
        SampleColumns columns = new SampleColumns();
        late.addTo(slot, Long.MIN_VALUE, Long.MAX_VALUE, columns);
        for (int i = 0; i < columns.size(); i++) {
            FloatHistogram histogram = columns.histogram(i);
            record.putByte(histogram == null ? LogRecord.LATE_FLOAT : LogRecord.LATE_HISTOGRAM);
            record.putVarint(slot);
            record.putVarint(columns.timeMillis(i));
            if (histogram == null) {
                record.putDouble(columns.value(i));
            } else {
                record.putHistogram(histogram);
            }
        }
    }
}
