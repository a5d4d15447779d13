package dev.slipway.tsdb;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.SampleMerge;
import dev.slipway.series.SeriesException;
import dev.slipway.tsdb.block.Disk;
import dev.slipway.tsdb.block.TimeRanges;
import dev.slipway.tsdb.chunk.Chunk;
import dev.slipway.tsdb.chunk.ChunkDecoder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/// The newest samples, in memory: packed records, open chunks in a slab, full chunks in files, and
/// apart from those the few that came late.
///
/// Every method is called with the database's lock held, but for [#decode], which reads what
/// [#capture] copied, and [#isSurelyNewer] and [#slot], which look without.
final class Head implements AutoCloseable {
    /// What would become of a sample.
    enum Verdict {
        APPEND,
        /// It is there already.
        SAME,
        /// To be kept with the late ones.
        LATE,
        DUPLICATE,
        OUT_OF_ORDER,
        TOO_OLD
    }

    /// The samples of a series as they were at one moment.
    record View(long newestFull, @Nullable Chunk open, SampleColumns late, long[] deleted) {}

    /// The log has slots up to here whatever the limit is now.
    private static final int SLOTS_PLAUSIBLE = 1 << 24;

    private static final long NO_TIME = SeriesRecords.NO_TIME;

    private record Retired(long age, int slot) {}

    private record RetiredLate(long age, LateSamples samples) {}

    private final TsdbConfig config;
    private final InstantSource clock;
    private final UnderWay reads;
    private final Arena arena = Arena.ofShared();
    private final SeriesIndex index = new SeriesIndex();
    private final SeriesRecords records = new SeriesRecords(arena);
    private final HeadChunks full;
    private final OpenChunks open;
    private final Map<Integer, long[]> deleted = new HashMap<>();
    private LateSamples late = new LateSamples();

    /// Those on their way into a block.
    private LateSamples moving = new LateSamples();

    /// Those that are in a block which a read under way may not know.
    private final ArrayDeque<RetiredLate> moved = new ArrayDeque<>();

    /// Slots whose series are gone, while a read may still look at them.
    private final ArrayDeque<Retired> retired = new ArrayDeque<>();

    private final RoaringBitmap retiredSlots = new RoaringBitmap();

    /// Starts of the ranges of blocks that have samples in order.
    private final TreeSet<Long> ranges = new TreeSet<>();

    private long rangeStartMillis = Long.MAX_VALUE;
    private long minMillis = Long.MAX_VALUE;
    private long maxMillis = Long.MIN_VALUE;
    private volatile long acceptedFromMillis = NO_TIME + 1;
    private long inBlocksBeforeMillis = NO_TIME + 1;

    /// Of transactions, when series were marked last.
    private long markedAge = -1;

    Head(Path folder, TsdbConfig config, InstantSource clock, UnderWay reads, Disk disk) {
        this.config = config;
        this.clock = clock;
        this.reads = reads;
        full = new HeadChunks(folder, disk);
        open = new OpenChunks(records, full, arena, config.windows().blockRangeMillis());
    }

    SeriesIndex index() {
        return index;
    }

    /// Of samples in order; after [#maxMillis] if there are none.
    long minMillis() {
        return Math.max(minMillis, inBlocksBeforeMillis);
    }

    /// Of samples in order.
    long maxMillis() {
        return maxMillis;
    }

    long lastMillis(int slot) {
        return records.lastMillis(slot);
    }

    long acceptedFromMillis() {
        return acceptedFromMillis;
    }

    long inBlocksBeforeMillis() {
        return inBlocksBeforeMillis;
    }

    /// The newest time, as far as the clock thinks it possible: what a clock that was wrong for a
    /// while wrote ahead does not count.
    long newestMillis() {
        long newest = Math.max(maxMillis, inBlocksBeforeMillis - 1);
        return Math.min(newest, clock.millis() + config.windows().futureMillis());
    }

    /// Start of the first range that has samples; null if there is none.
    @Nullable Long firstRangeMillis() {
        return ranges.isEmpty() ? null : ranges.first();
    }

    long lateCount() {
        return late.count() + moving.count();
    }

    boolean hasLate(int slot) {
        return late.has(slot) || moving.has(slot);
    }

    LateSamples late() {
        return late;
    }

    LateSamples moving() {
        return moving;
    }

    Map<Integer, long[]> deleted() {
        return deleted;
    }

    /// Open chunks, and full ones in files.
    long chunkCount() {
        return open.count() + full.count();
    }

    OpenChunks open() {
        return open;
    }

    long newestFull(int slot) {
        return records.fullChunk(slot);
    }

    HeadChunks.@Nullable Link read(long reference) {
        return full.read(reference);
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
        int slot = index.freeSlot(retiredSlots);
        put(slot, labels);
        return slot;
    }

    /// As the log has it.
    void put(int slot, Labels labels) {
        int slotsMax =
                Math.max(
                        (int) Math.min(Integer.MAX_VALUE, 2L * config.limits().series()),
                        SLOTS_PLAUSIBLE);
        if (slot >= slotsMax) {
            throw new LogDamagedException(
                    "series: %d (expected: below %d)".formatted(slot, slotsMax));
        }
        if (!index.isUsed(slot)) {
            records.clear(slot);
            index.add(slot, labels);
        }
    }

    long reference(int slot) {
        return records.reference(slot);
    }

    /// -1 if the reference is not valid. For any thread.
    int slot(long reference) {
        return records.slot(reference);
    }

    /// Whether a sample can only be accepted, as far as is known without the lock.
    boolean isSurelyNewer(int slot, long timeMillis) {
        return timeMillis > records.lastMillis(slot)
                && timeMillis >= acceptedFromMillis
                && !records.isMarked(slot);
    }

    /// Of two samples at the same time the bits decide.
    Verdict judge(int slot, long timeMillis, double value, @Nullable FloatHistogram histogram) {
        long last = records.lastMillis(slot);
        if (timeMillis >= acceptedFromMillis) {
            if (timeMillis > last) {
                return Verdict.APPEND;
            }
            if (timeMillis == last && !isDeleted(slot, timeMillis)) {
                return open.isLast(slot, value, histogram) ? Verdict.SAME : Verdict.DUPLICATE;
            }
        }
        return judgeLate(slot, timeMillis, value, histogram);
    }

    /// Of a sample that a newer one of its series stands before.
    Verdict judgeLate(int slot, long timeMillis, double value, @Nullable FloatHistogram histogram) {
        long window = config.windows().outOfOrderMillis();
        long newest = newestMillis();
        boolean within = window > 0 && (newest == NO_TIME || timeMillis >= newest - window);
        if (!within) {
            if (window > 0 || timeMillis < acceptedFromMillis) {
                return Verdict.TOO_OLD;
            }
            // What a clock that was wrong wrote far ahead does not shut its series for that long.
            long possible = clock.millis() + config.windows().futureMillis();
            if (records.lastMillis(slot) <= possible) {
                return Verdict.OUT_OF_ORDER;
            }
        }
        SampleColumns there = new SampleColumns();
        View view = capture(slot, timeMillis, timeMillis);
        decode(view, timeMillis, timeMillis, new ChunkDecoder(), there);
        if (there.size() == 0) {
            return Verdict.LATE;
        }
        FloatHistogram other = there.histogram(0);
        boolean same =
                histogram == null
                        ? other == null && LateSamples.sameBits(value, there.value(0))
                        : other != null && other.hasSameCounts(histogram);
        return same ? Verdict.SAME : Verdict.DUPLICATE;
    }

    /// Stores a sample in order; not one that is there, or older than the newest.
    void apply(int slot, long timeMillis, double value, @Nullable FloatHistogram histogram) {
        if (timeMillis < acceptedFromMillis || timeMillis <= records.lastMillis(slot)) {
            return;
        }
        if (histogram == null) {
            open.append(slot, timeMillis, value);
        } else {
            open.append(slot, timeMillis, histogram);
        }
        seen(slot, timeMillis, timeMillis);
    }

    void applyLate(int slot, long timeMillis, double value, @Nullable FloatHistogram histogram) {
        late.add(slot, timeMillis, value, histogram);
    }

    /// Takes over a chunk that is older than all that come after it.
    void restoreFull(int slot, Chunk chunk) {
        if (chunk.minMillis() > records.lastMillis(slot)) {
            records.fullChunk(slot, full.add(chunk, records.fullChunk(slot)));
            seen(slot, chunk.minMillis(), chunk.maxMillis());
        }
    }

    void restoreOpen(
            int slot, long minMillis, long maxMillis, MemorySegment state, MemorySegment data) {
        if (minMillis > records.lastMillis(slot)) {
            open.restore(slot, minMillis, state, data);
            seen(slot, minMillis, maxMillis);
        }
    }

    View capture(int slot, long startMillis, long endMillis) {
        SampleColumns lateOnes = new SampleColumns();
        List<SampleColumns> parts = new ArrayList<>();
        for (LateSamples each : lateSets()) {
            if (each.has(slot)) {
                SampleColumns part = new SampleColumns();
                each.addTo(slot, startMillis, endMillis, part);
                parts.add(part);
            }
        }
        SampleMerge.merge(parts, lateOnes);
        long[] gone = deleted.getOrDefault(slot, TimeRanges.NONE);
        return new View(records.fullChunk(slot), open.copy(slot), lateOnes, gone);
    }

    /// Adds samples in order of time.
    ///
    /// @param startMillis of samples in order, which blocks may have before
    void decode(
            View view,
            long startMillis,
            long endMillis,
            ChunkDecoder decoder,
            SampleColumns columns) {
        if (view.late().size() == 0 && view.deleted().length == 0) {
            decodeInOrder(view, startMillis, endMillis, decoder, columns);
            return;
        }
        SampleColumns all = new SampleColumns();
        decodeInOrder(view, startMillis, endMillis, decoder, all);
        SampleColumns kept = new SampleColumns();
        TimeRanges.addOutside(view.deleted(), all, kept);
        SampleMerge.merge(List.of(kept, view.late()), columns);
    }

    /// From now on older samples are refused, or kept with the late ones.
    void acceptFrom(long timeMillis) {
        acceptedFromMillis = Math.max(acceptedFromMillis, timeMillis);
    }

    /// What is older can be read from blocks: it no longer counts as the head's.
    void isInBlocksBefore(long timeMillis) {
        inBlocksBeforeMillis = Math.max(inBlocksBeforeMillis, timeMillis);
        ranges.headSet(inBlocksBeforeMillis).clear();
        full.retireBefore(inBlocksBeforeMillis, reads.endAge());
        reclaim();
    }

    /// Slots of series to forget: those whose samples are all in blocks, which were marked for it
    /// before and not used since. A transaction that began before they were marked may hold samples
    /// for them: as long as there is one, none is forgotten. Marks the next ones.
    List<Integer> collectable(UnderWay transactions) {
        List<Integer> gone = new ArrayList<>();
        boolean ripe = !transactions.reaches(markedAge);
        IntIterator slots = index.all().getIntIterator();
        while (slots.hasNext()) {
            int slot = slots.next();
            if (records.lastMillis(slot) >= inBlocksBeforeMillis || hasLate(slot)) {
                records.isMarked(slot, false);
            } else if (!records.isMarked(slot)) {
                records.isMarked(slot, true);
            } else if (ripe) {
                gone.add(slot);
            }
        }
        markedAge = transactions.endAge();
        return gone;
    }

    /// A transaction uses the series: it is not forgotten before that is over.
    void use(int slot) {
        records.isMarked(slot, false);
    }

    void remove(List<Integer> slots) {
        long age = reads.endAge();
        slots.forEach(slot -> remove(slot, age));
        index.compact();
        reclaim();
    }

    /// As the log has it.
    void removeIfThere(int slot) {
        if (index.isUsed(slot)) {
            remove(slot, reads.endAge());
            reclaim();
        }
    }

    void delete(int slot, long startMillis, long endMillis) {
        lateSets().forEach(each -> each.remove(slot, startMillis, endMillis));
        long end = Math.min(endMillis, records.lastMillis(slot));
        if (startMillis <= end) {
            deleted.merge(slot, new long[] {startMillis, end}, TimeRanges::joined);
        }
    }

    /// Sets late samples apart that are to go into a block.
    void beginMoving(long startMillis, long beforeMillis) {
        moving = late.take(startMillis, beforeMillis);
    }

    void endMoving(boolean done) {
        if (done) {
            moved.add(new RetiredLate(reads.endAge(), moving));
        } else {
            late.addAll(moving);
        }
        moving = new LateSamples();
        reclaim();
    }

    /// Frees what no read looks at any more.
    void reclaim() {
        full.deleteRetired(reads);
        while (!moved.isEmpty() && !reads.reaches(moved.getFirst().age())) {
            moved.removeFirst();
        }
        while (!retired.isEmpty() && !reads.reaches(retired.getFirst().age())) {
            int slot = retired.removeFirst().slot();
            open.drop(slot);
            retiredSlots.remove(slot);
        }
    }

    long offHeapBytes() {
        return open.reservedBytes() + records.reservedBytes();
    }

    long fileBytes() {
        return full.sizeBytes();
    }

    @Override
    public void close() {
        full.close();
        arena.close();
    }

    private boolean isDeleted(int slot, long timeMillis) {
        return TimeRanges.covers(deleted.getOrDefault(slot, TimeRanges.NONE), timeMillis);
    }

    private void seen(int slot, long fromMillis, long toMillis) {
        records.lastMillis(slot, toMillis);
        minMillis = Math.min(minMillis, fromMillis);
        maxMillis = Math.max(maxMillis, toMillis);
        long length = config.windows().blockRangeMillis();
        if (fromMillis < rangeStartMillis || fromMillis - rangeStartMillis >= length) {
            rangeStartMillis = Math.floorDiv(fromMillis, length) * length;
            ranges.add(rangeStartMillis);
        }
    }

    private void decodeInOrder(
            View view,
            long startMillis,
            long endMillis,
            ChunkDecoder decoder,
            SampleColumns columns) {
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
        for (Chunk chunk : chunks.reversed()) {
            if (chunk.minMillis() <= endMillis && chunk.maxMillis() >= startMillis) {
                decoder.decode(chunk, startMillis, endMillis, columns);
            }
        }
    }

    private List<LateSamples> lateSets() {
        List<LateSamples> sets = new ArrayList<>(List.of(late, moving));
        moved.forEach(each -> sets.add(each.samples()));
        return sets;
    }

    private void remove(int slot, long age) {
        index.remove(slot);
        records.endGeneration(slot);
        deleted.remove(slot);
        retired.add(new Retired(age, slot));
        retiredSlots.add(slot);
    }
}
