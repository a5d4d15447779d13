package dev.slipway.tsdb;

import dev.slipway.series.Appender;
import dev.slipway.series.ExemplarSource;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.MergedCursor;
import dev.slipway.series.Metadata;
import dev.slipway.series.MetadataSource;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesExemplars;
import dev.slipway.series.SeriesStore;
import dev.slipway.series.Utf8Order;
import dev.slipway.tsdb.block.Block;
import dev.slipway.tsdb.block.BlockFolder;
import dev.slipway.tsdb.block.CompactionPlanner;
import dev.slipway.tsdb.block.Disk;
import dev.slipway.tsdb.block.Ulid;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/// Time series in a folder: the newest in a head, kept by a log, the older in blocks. Thread-safe;
/// one process at a time.
///
/// The owner calls [#maintain] now and then, or lets a [MaintenanceLoop] do it.
///
/// One lock guards the head. It is held for a look at a few labels, for copying the open chunk of
/// one series, and for a commit's write into the page cache and the head; never for the disk, nor
/// for decoding. Another one lets changes of blocks wait for each other; it is taken first.
public final class TimeSeriesDatabase
        implements SeriesStore, ExemplarSource, MetadataSource, AutoCloseable {
    /// A reader that takes longer than this to go away is cut off by [#close].
    private static final long CLOSE_MILLIS_MAX = 30_000;

    private static final System.Logger LOG = System.getLogger(TimeSeriesDatabase.class.getName());

    private final Path folder;
    private final TsdbConfig config;
    private final InstantSource clock;
    private final FileChannel lockFile;
    private final BlockFolder blocks;
    private final Head head;
    private final HeadState state;
    private final WriteAheadLog log;
    private final Journal journal;
    private final HeadMover mover;
    private final ReentrantLock lock = new ReentrantLock();
    private final HeadLock headLock = new HeadLock(lock);
    private final ReentrantLock maintenance = new ReentrantLock();
    private final UnderWay reads = new UnderWay(lock);
    private final UnderWay transactions = new UnderWay(lock);
    private final List<String> messages;

    /// No new reads and writes.
    private volatile boolean closed;

    /// Reads that were under way are over, or cut off.
    private volatile boolean quiet;

    private TimeSeriesDatabase(TsdbStorage storage, FileChannel lockFile) {
        config = storage.config();
        clock = storage.clock();
        this.lockFile = lockFile;
        folder = storage.folder();
        Disk disk = storage.disk();
        blocks = BlockFolder.open(folder, clock, new SecureRandom(), disk);
        head = new Head(folder.resolve("head"), config, clock, reads, disk);
        state =
                new HeadState(
                        head,
                        new ExemplarRing(config.limits().exemplars()),
                        new MetricDescriptions(config.limits().metrics()));
        log = new WriteAheadLog(folder.resolve("log"), config.disk().segmentBytes(), disk);
        journal = new Journal(log);
        mover = new HeadMover(this, state, journal, log, blocks, storage);
        try {
            messages = replayed();
        } catch (RuntimeException e) {
            try (head;
                    blocks) {
                throw e;
            }
        }
    }

    /// Throws [SeriesException] if another one has the folder open.
    public static TimeSeriesDatabase open(Path folder, TsdbConfig config, InstantSource clock) {
        return open(new TsdbStorage(folder, config, clock, Disk.REAL));
    }

    static TimeSeriesDatabase open(TsdbStorage storage) {
        Path folder = storage.folder();
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
                return new TimeSeriesDatabase(storage, file);
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
        return messages;
    }

    @Override
    public Appender appender() {
        checkOpen();
        long ahead = clock.millis() + config.windows().futureMillis();
        return new HeadAppender(this, state, journal, config, ahead);
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
        return new MergedCursor(cursors);
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
        return texts(
                locked(() -> head.index().names(inHead(selection))),
                blocks.read(open ->
                        open.stream()
                                .flatMap(each -> each.labelNames(selection).stream())
                                .toList()));
    }

    @Override
    public List<String> labelValues(String name, Selection selection) {
        return texts(
                locked(() -> head.index().values(name, inHead(selection))),
                blocks.read(open ->
                        open.stream()
                                .flatMap(each -> each.labelValues(name, selection).stream())
                                .toList()));
    }

    @Override
    public List<SeriesExemplars> exemplars(
            List<List<Matcher>> selectors, long startMillis, long endMillis) {
        return locked(() -> {
            checkOpen();
            return state.exemplars().find(selectors, startMillis, endMillis);
        });
    }

    @Override
    public Map<String, Metadata> metadata() {
        return locked(() -> {
            checkOpen();
            return state.descriptions().all();
        });
    }

    /// @param entriesMax of each list of what there is most of
    public TsdbStatus status(int entriesMax) {
        TsdbStatus.DiskFigures disk = diskFigures();
        return locked(() -> {
            checkOpen();
            Cardinalities counted = new Cardinalities(head.index().pairs(), entriesMax);
            TsdbStatus.HeadFigures figures =
                    new TsdbStatus.HeadFigures(
                            head.index().size(),
                            counted.pairCount(),
                            head.chunkCount(),
                            head.minMillis(),
                            head.maxMillis(),
                            head.lateCount(),
                            state.exemplars().size(),
                            state.descriptions().size(),
                            head.offHeapBytes());
            return counted.status(figures, disk);
        });
    }

    /// The time from which on there are samples; `Long.MAX_VALUE` if there are none.
    public long oldestMillis() {
        long inBlocks =
                blocks.read(all ->
                        all.stream()
                                .mapToLong(each -> each.meta().minMillis())
                                .min()
                                .orElse(Long.MAX_VALUE));
        long inHead =
                locked(() -> {
                    checkOpen();
                    return head.minMillis() > head.maxMillis() ? Long.MAX_VALUE : head.minMillis();
                });
        return Math.min(inBlocks, inHead);
    }

    /// Moves full ranges of the head into blocks, shortens the log, forgets series that are only in
    /// blocks, merges blocks, drops old ones. To be called about once a minute.
    public void maintain() {
        maintained(() -> {
            mover.move();
            long retention = config.disk().retentionMillis();
            CompactionPlanner planner = CompactionPlanner.ofRetention(retention);
            while (blocks.compactOnce(planner).isPresent()) {
                // One level after the other.
            }
            long others = log.sizeBytes() + head.fileBytes();
            blocks.retain(retention, others, config.disk().sizeBytesMax());
        });
    }

    /// Deletes samples from one time to another, both included, of all series that match: durably,
    /// and at once for reads that begin afterwards. Files shrink when blocks are merged, or by
    /// [#cleanTombstones].
    public void delete(List<Matcher> matchers, long startMillis, long endMillis) {
        Selection selection = new Selection(matchers, startMillis, endMillis);
        maintained(() -> {
            mover.deleteInHead(selection);
            blocks.delete(selection);
        });
    }

    /// Rewrites all blocks that have deleted samples.
    public void cleanTombstones() {
        maintained(blocks::cleanTombstones);
    }

    /// Puts a copy of all blocks, by hard links, into a new folder under `snapshots`, which is the
    /// answer. It can be opened, by Prometheus too, moved away or deleted.
    ///
    /// @param withHead whether what is not yet in a block is written there as another one
    public Path snapshot(boolean withHead) {
        maintenance.lock();
        try {
            checkOpen();
            return new Snapshots(folder, clock)
                    .make((target, random) -> {
                        blocks.linkTo(target);
                        if (withHead) {
                            mover.writeBlock(target, Ulid.of(clock.millis(), random));
                        }
                    });
        } finally {
            maintenance.unlock();
        }
    }

    /// Refuses what comes from now on, and waits for reads that are under way, half a minute at
    /// most: a cursor that is still open then answers with an exception.
    @Override
    public void close() {
        maintenance.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            closeQuietedDown();
        } finally {
            maintenance.unlock();
        }
    }

    /// Of the head alone.
    SeriesCursor headCursor(Selection selection) {
        return locked(() -> {
            checkOpen();
            List<HeadCursor.Found> found = new ArrayList<>();
            PeekableIntIterator slots = inHead(selection).getIntIterator();
            while (slots.hasNext()) {
                int slot = slots.next();
                if (head.lastMillis(slot) >= selection.startMillis() || head.hasLate(slot)) {
                    found.add(new HeadCursor.Found(head.index().labels(slot), slot));
                }
            }
            long from = head.inBlocksBeforeMillis();
            return new HeadCursor(this, head, found, selection, from, reads.begin());
        });
    }

    UnderWay transactions() {
        return transactions;
    }

    void endRead(long age) {
        locked(() -> {
            reads.end(age);
            head.reclaim();
            return age;
        });
    }

    void checkOpen() {
        if (closed) {
            throw closed();
        }
    }

    /// For a read that is under way.
    void checkReadable() {
        if (quiet) {
            throw closed();
        }
    }

    HeadLock headLock() {
        return headLock;
    }

    <T extends @Nullable Object> T locked(Supplier<T> action) {
        return headLock.locked(action);
    }

    private void maintained(Runnable action) {
        maintenance.lock();
        try {
            checkOpen();
            action.run();
        } finally {
            maintenance.unlock();
        }
    }

    private List<String> replayed() {
        List<String> found = new ArrayList<>(blocks.setAside());
        LogRecord reader = new LogRecord(state, () -> !log.messages().isEmpty());
        log.replay(reader::apply);
        found.addAll(log.messages());
        if (reader.skipped() > 0) {
            found.add(
                    "Log: %d entries belong to series whose names were lost, and were left out"
                            .formatted(reader.skipped()));
        }
        return List.copyOf(found);
    }

    private RoaringBitmap inHead(Selection selection) {
        checkOpen();
        boolean apart =
                head.lateCount() == 0
                        && (head.maxMillis() < selection.startMillis()
                                || head.minMillis() > selection.endMillis());
        return apart ? new RoaringBitmap() : head.index().find(selection.matchers());
    }

    private TsdbStatus.DiskFigures diskFigures() {
        return blocks.read(open -> {
            long blockBytes = 0;
            for (Block each : open) {
                blockBytes += each.sizeBytes();
            }
            return new TsdbStatus.DiskFigures(
                    open.size(), blockBytes, log.sizeBytes(), head.fileBytes());
        });
    }

    private static List<String> texts(Collection<String> some, Collection<String> others) {
        TreeSet<String> texts = new TreeSet<>(Utf8Order.COMPARATOR);
        texts.addAll(some);
        texts.addAll(others);
        return List.copyOf(texts);
    }

    /// Each is closed whatever became of those before it.
    private void closeQuietedDown() {
        lock.lock();
        try (lockFile;
                blocks;
                head) {
            if (!reads.awaitNone(CLOSE_MILLIS_MAX)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Storage closed under open reads count={0}",
                        reads.count());
            }
            quiet = true;
            log.close();
        } catch (IOException e) {
            throw new SeriesException("Lock cannot be released: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private static SeriesException closed() {
        return new SeriesException("Time-series database: is closed", null);
    }
}
