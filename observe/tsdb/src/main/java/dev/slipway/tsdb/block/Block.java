package dev.slipway.tsdb.block;

import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesSource;
import dev.slipway.series.Utf8Order;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/// A block that is open for reading, where it lies: its files are mapped, not loaded. Every piece
/// is checked against its checksum when it is read, so that a damaged block answers with a
/// [SeriesException] naming file and offset.
///
/// The bytes are drawn in `docs/format/block.md`.
///
/// Thread-safe. A block that is closed while cursors go over it stays mapped until the last of them
/// is closed.
public final class Block implements SeriesSource, AutoCloseable {
    private final Path folder;
    private final Arena arena;
    private final IndexReader index;
    private final ChunkSegments segments;

    private volatile BlockMeta meta;
    private volatile Tombstones tombstones;

    /// Guarded by this: the block itself counts as a user until it is closed.
    private int users = 1;

    private boolean closed;

    private Block(Path folder, Arena arena) {
        this.folder = folder;
        this.arena = arena;
        meta = MetaFile.read(folder);
        tombstones = Tombstones.read(folder);
        index = new IndexReader(folder, arena);
        segments = new ChunkSegments(folder, arena);
    }

    public static Block open(Path folder) {
        Arena arena = Arena.ofShared();
        try {
            return new Block(folder, arena);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    public BlockMeta meta() {
        return meta;
    }

    public Path folder() {
        return folder;
    }

    public long sizeBytes() {
        return FolderFiles.sizeBytes(folder);
    }

    @Override
    public SeriesCursor select(Selection selection) {
        return cursor(selection);
    }

    @Override
    public List<Labels> series(Selection selection) {
        List<Labels> labels = new ArrayList<>();
        try (BlockCursor cursor = cursor(selection)) {
            while (cursor.next()) {
                labels.add(cursor.labels());
            }
        }
        return labels;
    }

    @Override
    public List<String> labelNames(Selection selection) {
        if (!overlaps(selection)) {
            return List.of();
        }
        retain();
        try {
            if (selection.matchers().isEmpty()) {
                return index.postings().names().stream().filter(each -> !each.isEmpty()).toList();
            }
            TreeSet<String> names = new TreeSet<>(Utf8Order.COMPARATOR);
            names.addAll(index.names(find(selection.matchers())));
            return List.copyOf(names);
        } finally {
            release();
        }
    }

    @Override
    public List<String> labelValues(String name, Selection selection) {
        if (name.isEmpty() || !overlaps(selection)) {
            return List.of();
        }
        retain();
        try {
            List<String> values = new ArrayList<>();
            boolean all = selection.matchers().isEmpty();
            RoaringBitmap series = all ? new RoaringBitmap() : find(selection.matchers());
            PostingsTable.ValueCursor cursor = index.postings().values(name, "");
            while (cursor.next()) {
                if (all || RoaringBitmap.intersects(series, index.series(cursor.postings()))) {
                    values.add(cursor.value());
                }
            }
            return values;
        } finally {
            release();
        }
    }

    /// Reads all there is; throws [SeriesException] at the first damage.
    public void check() {
        SampleColumns columns = new SampleColumns();
        Selection everything = new Selection(List.of(), Long.MIN_VALUE, Long.MAX_VALUE);
        try (BlockCursor cursor = cursor(everything)) {
            while (cursor.next()) {
                columns.clear();
                cursor.read(columns);
            }
        }
    }

    /// Marks samples as deleted, durably. Files shrink when the block is compacted.
    synchronized void delete(Selection selection) {
        if (!overlaps(selection)) {
            return;
        }
        retain();
        try {
            List<Long> series = new ArrayList<>();
            PeekableIntIterator found = find(selection.matchers()).getIntIterator();
            while (found.hasNext()) {
                series.add(Integer.toUnsignedLong(found.next()));
            }
            if (series.isEmpty()) {
                return;
            }
            long start = Math.max(selection.startMillis(), meta.minMillis());
            long end = Math.min(selection.endMillis(), meta.maxMillis() - 1);
            Tombstones changed = tombstones.with(series, start, end);
            changed.write(folder);
            BlockMeta described = meta.withTombstones(changed.count());
            MetaFile.write(folder, described);
            tombstones = changed;
            meta = described;
        } finally {
            release();
        }
    }

    /// Notes that this block could not be compacted, so that nobody tries again and again.
    synchronized void markFailed() {
        BlockMeta changed = meta.withFailed();
        MetaFile.write(folder, changed);
        meta = changed;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    BlockCursor cursor(Selection selection) {
        retain();
        try {
            RoaringBitmap series =
                    overlaps(selection) ? find(selection.matchers()) : new RoaringBitmap();
            return new BlockCursor(this, series, selection);
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    IndexReader index() {
        return index;
    }

    ChunkSegments segments() {
        return segments;
    }

    Tombstones tombstones() {
        return tombstones;
    }

    synchronized void release() {
        users--;
        if (users == 0) {
            arena.close();
        }
    }

    private synchronized void retain() {
        if (closed) {
            throw new SeriesException(folder + ": is closed", null);
        }
        users++;
    }

    private RoaringBitmap find(List<Matcher> matchers) {
        return new PostingsQuery(index).find(matchers);
    }

    private boolean overlaps(Selection selection) {
        return selection.startMillis() < meta.maxMillis()
                && selection.endMillis() >= meta.minMillis();
    }
}
