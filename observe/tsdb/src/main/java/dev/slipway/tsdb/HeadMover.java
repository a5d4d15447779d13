package dev.slipway.tsdb;

import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.tsdb.block.BlockFolder;
import dev.slipway.tsdb.block.BlockMeta;
import dev.slipway.tsdb.block.BlockWriter;
import dev.slipway.tsdb.block.Disk;
import dev.slipway.tsdb.block.Ulid;
import dev.slipway.tsdb.chunk.ChunkCutter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntConsumer;

/// Moves samples of the head into blocks, and shortens the log by what is there then. One thread at
/// a time, as the maintenance lock sees to.
final class HeadMover {
    /// So many late samples are moved without waiting for a range to be full.
    private static final long LATE_MAX = 500_000;

    /// The log is replaced by a checkpoint when it has grown by so much, even without a move.
    private static final long LOG_BYTES_MAX = 256L << 20;

    private static final Selection EVERYTHING =
            new Selection(List.of(), Long.MIN_VALUE, Long.MAX_VALUE);

    private final TimeSeriesDatabase database;
    private final HeadState state;
    private final Head head;
    private final Journal journal;
    private final WriteAheadLog log;
    private final BlockFolder blocks;
    private final Disk disk;
    private final long rangeMillis;

    HeadMover(
            TimeSeriesDatabase database,
            HeadState state,
            Journal journal,
            WriteAheadLog log,
            BlockFolder blocks,
            TsdbStorage storage) {
        this.database = database;
        this.state = state;
        this.head = state.head();
        this.journal = journal;
        this.log = log;
        this.blocks = blocks;
        disk = storage.disk();
        rangeMillis = storage.config().windows().blockRangeMillis();
    }

    void move() {
        boolean moved = false;
        while (true) {
            Long start = database.locked(this::fullRange);
            if (start == null) {
                break;
            }
            moveRange(start);
            moved = true;
        }
        if (moved || database.locked(head::lateCount) >= LATE_MAX) {
            moved |= moveLate();
        }
        collect();
        if (moved || log.bytesSinceCheckpoint() > LOG_BYTES_MAX) {
            checkpoint();
        }
    }

    /// Writes all of the head into a block somewhere else.
    void writeBlock(Path target, Ulid ulid) {
        try (BlockWriter writer = new BlockWriter(target, ulid, disk);
                SeriesCursor cursor = database.headCursor(EVERYTHING)) {
            long[] span = write(cursor, writer);
            if (span[0] <= span[1]) {
                writer.finish(span[0], span[1] + 1, BlockMeta.Compaction.first(ulid));
            }
        }
    }

    void deleteInHead(Selection selection) {
        Long position =
                database.locked(() -> {
                    List<Integer> slots = new ArrayList<>();
                    head.index().find(selection.matchers()).forEach((IntConsumer) slots::add);
                    if (slots.isEmpty()) {
                        return null;
                    }
                    RecordBuffer record = new RecordBuffer();
                    for (int slot : slots) {
                        record.putByte(LogRecord.DELETED);
                        record.putVarint(slot);
                        record.putVarint(selection.startMillis());
                        record.putVarint(selection.endMillis());
                    }
                    long appended = journal.append(record);
                    slots.forEach(slot ->
                            head.delete(slot, selection.startMillis(), selection.endMillis()));
                    return appended;
                });
        if (position != null) {
            log.sync(position);
        }
    }

    /// Replaces the log up to now by what the head holds.
    void checkpoint() {
        log.syncAll();
        int segment = database.locked(log::beginSegment);
        log.checkpoint(segment, sink -> new Checkpoint(state, sink).write(database.headLock()));
    }

    /// The start of the first range if the head goes on for half a range behind it, as far as the
    /// clock thinks possible.
    private @Nullable Long fullRange() {
        Long start = head.firstRangeMillis();
        boolean full = start != null && head.newestMillis() - start > rangeMillis + rangeMillis / 2;
        return full ? start : null;
    }

    private void moveRange(long start) {
        long end = start + rangeMillis;
        database.locked(() -> {
            head.acceptFrom(end);
            head.beginMoving(start, end);
            return end;
        });
        boolean moved = false;
        try {
            writeRange(start, end);
            blocks.reload();
            RecordBuffer record = new RecordBuffer();
            record.putByte(LogRecord.ACCEPT_FROM);
            record.putLong(end);
            log.sync(database.locked(() -> journal.append(record)));
            moved = true;
        } finally {
            boolean done = moved;
            database.locked(() -> {
                head.endMoving(done);
                if (done) {
                    head.isInBlocksBefore(end);
                }
                return end;
            });
        }
    }

    private void writeRange(long start, long end) {
        Ulid ulid = blocks.nextUlid();
        try (BlockWriter writer = new BlockWriter(blocks.path(), ulid, disk);
                SeriesCursor cursor =
                        database.headCursor(new Selection(List.of(), start, end - 1))) {
            write(cursor, writer);
            writer.finish(start, end, BlockMeta.Compaction.first(ulid));
        }
    }

    /// Blocks of late samples overlap others, and are merged with them later.
    private boolean moveLate() {
        long before = head.inBlocksBeforeMillis();
        List<Long> ranges =
                database.locked(() -> {
                    head.beginMoving(Long.MIN_VALUE, before);
                    List<Long> found = new ArrayList<>();
                    head.moving().forEachRange(rangeMillis, found::add);
                    return found;
                });
        boolean moved = false;
        try {
            for (long start : ranges) {
                writeRange(start, start + rangeMillis);
            }
            if (!ranges.isEmpty()) {
                blocks.reload();
            }
            moved = true;
        } finally {
            boolean done = moved;
            database.locked(() -> {
                head.endMoving(done);
                return done;
            });
        }
        return !ranges.isEmpty();
    }

    /// The log is told first: where a slot is used again, it must know that it was free.
    private void collect() {
        database.locked(() -> {
            List<Integer> slots = head.collectable(database.transactions());
            if (!slots.isEmpty()) {
                RecordBuffer record = new RecordBuffer();
                for (int slot : slots) {
                    record.putByte(LogRecord.GONE);
                    record.putVarint(slot);
                }
                journal.append(record);
                head.remove(slots);
            }
            state.descriptions().retain(head.index()::hasMetric);
            return slots;
        });
    }

    /// The earliest and the latest time of what was written.
    private static long[] write(SeriesCursor cursor, BlockWriter writer) {
        long[] span = {Long.MAX_VALUE, Long.MIN_VALUE};
        SampleColumns columns = new SampleColumns();
        ChunkCutter cutter = new ChunkCutter(writer::chunk);
        while (cursor.next()) {
            columns.clear();
            cursor.read(columns);
            if (columns.size() > 0) {
                writer.series(cursor.labels());
                cutter.addAll(columns);
                cutter.finish();
                span[0] = Math.min(span[0], columns.timeMillis(0));
                span[1] = Math.max(span[1], columns.timeMillis(columns.size() - 1));
            }
        }
        return span;
    }
}
