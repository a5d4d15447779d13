package dev.slipway.tsdb;

import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesStore;
import dev.slipway.series.Utf8Order;
import dev.slipway.tsdb.block.BlockFolder;
import dev.slipway.tsdb.block.BlockMeta;
import dev.slipway.tsdb.block.BlockWriter;
import dev.slipway.tsdb.block.CompactionPlanner;
import dev.slipway.tsdb.block.Ulid;
import dev.slipway.tsdb.chunk.ChunkCutter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.roaringbitmap.PeekableIntIterator;

/// Time series in a folder: the newest in a head, kept by a log, the older in blocks. Thread-safe;
/// one process at a time.
public final class TimeSeriesDatabase implements SeriesStore, AutoCloseable {
    private final TsdbConfig config;
    private final InstantSource clock;
    private final FileChannel lockFile;
    private final BlockFolder blocks;
    private final Head head;
    private final WriteAheadLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock maintenance = new ReentrantLock();
    private int readers;

    private TimeSeriesDatabase(
            Path folder, TsdbConfig config, InstantSource clock, FileChannel lockFile) {
        this.config = config;
        this.clock = clock;
        this.lockFile = lockFile;
        blocks = BlockFolder.open(folder, clock, new SecureRandom());
        head = new Head(folder.resolve("head"), config);
        log = new WriteAheadLog(folder.resolve("log"), config.disk().segmentBytes());
        try {
            log.replay(record -> LogRecord.apply(record, head));
        } catch (RuntimeException e) {
            try (head;
                    blocks) {
                throw e;
            }
        }
    }

    /// Throws [SeriesException] if another one has the folder open.
    public static TimeSeriesDatabase open(Path folder, TsdbConfig config, InstantSource clock) {
        try {
            Files.createDirectories(folder);
            FileChannel file =
                    FileChannel.open(
                            folder.resolve("tsdb.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            try {
                FileLock taken = file.tryLock();
                if (taken == null) {
                    throw new SeriesException(folder + ": is open in another process", null);
                }
                return new TimeSeriesDatabase(folder, config, clock, file);
            } catch (OverlappingFileLockException e) {
                file.close();
                throw new SeriesException(folder + ": is open in this process already", e);
            } catch (RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be opened: " + e.getMessage(), e);
        }
    }

    /// What was found damaged at the start, a sentence each.
    public List<String> messages() {
        List<String> messages = new ArrayList<>(blocks.setAside());
        messages.addAll(log.messages());
        return messages;
    }

    @Override
    public Appender appender() {
        return new HeadAppender(head, log, lock, config, clock);
    }

    @Override
    public SeriesCursor select(Selection selection) {
        // The head first: what moves to a block meanwhile is seen twice rather than never.
        List<SeriesCursor> cursors = new ArrayList<>();
        cursors.add(headCursor(selection));
        try {
            cursors.addAll(blocks.select(selection));
        } catch (RuntimeException e) {
            cursors.forEach(SeriesCursor::close);
            throw e;
        }
        return new MergeCursor(cursors);
    }

    @Override
    public List<Labels> series(Selection selection) {
        List<Labels> found = new ArrayList<>();
        try (SeriesCursor cursor = select(selection)) {
            while (cursor.next()) {
                found.add(cursor.labels());
            }
        }
        return found;
    }

    @Override
    public List<String> labelNames(Selection selection) {
        TreeSet<String> names = new TreeSet<>(Utf8Order.COMPARATOR);
        for (Labels labels : series(selection)) {
            for (int i = 0; i < labels.size(); i++) {
                names.add(labels.name(i));
            }
        }
        return List.copyOf(names);
    }

    @Override
    public List<String> labelValues(String name, Selection selection) {
        TreeSet<String> values = new TreeSet<>(Utf8Order.COMPARATOR);
        for (Labels labels : series(selection)) {
            if (labels.has(name)) {
                values.add(labels.value(name));
            }
        }
        return List.copyOf(values);
    }

    /// Moves full ranges of the head into blocks, merges blocks, drops old ones.
    public void maintain() {
        maintenance.lock();
        try {
            long range = config.windows().blockRangeMillis();
            while (head.maxMillis() > head.minMillis()
                    && head.maxMillis() - head.minMillis() > range + range / 2) {
                long start = Math.floorDiv(head.minMillis(), range) * range;
                moveToBlock(start, start + range);
            }
            long retention = config.disk().retentionMillis();
            CompactionPlanner planner = CompactionPlanner.ofRetention(retention);
            while (blocks.compactOnce(planner).isPresent()) {
                // One level after the other.
            }
            blocks.retain(retention, 0, config.disk().sizeBytesMax());
        } finally {
            maintenance.unlock();
        }
    }

    @Override
    public void close() {
        // Each is closed whatever became of those before it.
        try (lockFile;
                head;
                blocks) {
            log.close();
        } catch (IOException e) {
            throw new SeriesException("Lock cannot be released: " + e.getMessage(), e);
        }
    }

    private void moveToBlock(long startMillis, long endMillis) {
        RecordBuffer record = new RecordBuffer();
        record.putByte(LogRecord.ACCEPT_FROM);
        record.putLong(endMillis);
        Ulid ulid = blocks.nextUlid();
        locked(() -> head.acceptFrom(endMillis));
        try (BlockWriter writer = new BlockWriter(blocks.path(), ulid);
                SeriesCursor cursor =
                        headCursor(new Selection(List.of(), startMillis, endMillis - 1))) {
            SampleColumns columns = new SampleColumns();
            ChunkCutter cutter = new ChunkCutter(writer::chunk);
            while (cursor.next()) {
                columns.clear();
                cursor.read(columns);
                writer.series(cursor.labels());
                cutter.addAll(columns);
                cutter.finish();
            }
            writer.finish(startMillis, endMillis, BlockMeta.Compaction.first(ulid));
        }
        blocks.reload();
        log.sync(log.append(record));
        locked(() -> {
            head.isInBlocksBefore(endMillis);
            if (readers == 0) {
                head.deleteRetired();
            }
        });
    }

    private SeriesCursor headCursor(Selection selection) {
        List<HeadCursor.Found> found = new ArrayList<>();
        locked(() -> {
            PeekableIntIterator slots = head.index().find(selection.matchers()).getIntIterator();
            while (slots.hasNext()) {
                int slot = slots.next();
                if (head.lastMillis(slot) >= selection.startMillis()) {
                    found.add(new HeadCursor.Found(head.index().labels(slot), slot));
                }
            }
            readers++;
        });
        return new HeadCursor(head, lock, found, selection, () -> locked(() -> readers--));
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
