package dev.slipway.tsdb.block;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Decides which blocks to merge next. Blocks grow by levels: two hours as the head writes them,
/// then three times as long each, in windows aligned to multiples of their length. A pure function.
public final class CompactionPlanner {
    /// What the head writes.
    public static final long FIRST_RANGE_MILLIS = 2 * 3_600_000L;

    private static final int STEP = 3;
    private static final long RANGE_MILLIS_MAX = 31 * 24 * 3_600_000L;

    /// A large block is worth rewriting when more than so many deletions come on a series.
    private static final double TOMBSTONES_PER_SERIES_MAX = 0.05;

    private final List<Long> rangesMillis;

    private CompactionPlanner(List<Long> rangesMillis) {
        this.rangesMillis = List.copyOf(rangesMillis);
    }

    /// Blocks up to a tenth of the retention, and 31 days at most: what is dropped, is dropped in
    /// blocks.
    public static CompactionPlanner ofRetention(long retentionMillis) {
        long most = Math.min(RANGE_MILLIS_MAX, retentionMillis / 10);
        List<Long> ranges = new ArrayList<>(List.of(FIRST_RANGE_MILLIS));
        while (ranges.getLast() * STEP <= most) {
            ranges.add(ranges.getLast() * STEP);
        }
        return new CompactionPlanner(ranges);
    }

    public List<Long> rangesMillis() {
        return rangesMillis;
    }

    /// The blocks to merge into one, by time; none if all is well as it is.
    public List<BlockMeta> plan(List<BlockMeta> blocks) {
        List<BlockMeta> sorted =
                blocks.stream()
                        .filter(each -> !each.compaction().failed())
                        .sorted(Comparator.comparingLong(BlockMeta::minMillis))
                        .toList();
        List<BlockMeta> overlapping = overlapping(sorted);
        if (!overlapping.isEmpty() || sorted.isEmpty()) {
            return overlapping;
        }
        // The newest is left alone: what comes late may still overlap it.
        List<BlockMeta> settled = sorted.subList(0, sorted.size() - 1);
        long newestMillis = sorted.getLast().minMillis();
        for (long range : rangesMillis.subList(1, rangesMillis.size())) {
            List<BlockMeta> window = fullWindow(settled, range, newestMillis);
            if (!window.isEmpty()) {
                return window;
            }
        }
        return withManyTombstones(settled);
    }

    /// The first blocks that share time with each other.
    private static List<BlockMeta> overlapping(List<BlockMeta> sorted) {
        List<BlockMeta> group = new ArrayList<>();
        long end = Long.MIN_VALUE;
        for (BlockMeta each : sorted) {
            if (!group.isEmpty() && each.minMillis() >= end) {
                if (group.size() > 1) {
                    return group;
                }
                group.clear();
            }
            group.add(each);
            end = group.size() == 1 ? each.maxMillis() : Math.max(end, each.maxMillis());
        }
        return group.size() > 1 ? group : List.of();
    }

    /// At least two blocks within one window, which they fill or which lies wholly in the past.
    private static List<BlockMeta> fullWindow(
            List<BlockMeta> sorted, long range, long newestMillis) {
        int from = 0;
        while (from < sorted.size()) {
            long start = Math.floorDiv(sorted.get(from).minMillis(), range) * range;
            int to = from;
            while (to < sorted.size() && sorted.get(to).maxMillis() <= start + range) {
                to++;
            }
            List<BlockMeta> window = sorted.subList(from, to);
            if (window.size() > 1) {
                long length = window.getLast().maxMillis() - window.getFirst().minMillis();
                if (length == range || start + range <= newestMillis) {
                    return List.copyOf(window);
                }
            }
            from = Math.max(to, from + 1);
        }
        return List.of();
    }

    private List<BlockMeta> withManyTombstones(List<BlockMeta> sorted) {
        long lengthMin = rangesMillis.get(rangesMillis.size() / 2);
        for (BlockMeta each : sorted.reversed()) {
            boolean many =
                    each.stats().tombstones()
                            > TOMBSTONES_PER_SERIES_MAX * (each.stats().series() + 1.0);
            if (many && each.maxMillis() - each.minMillis() >= lengthMin) {
                return List.of(each);
            }
        }
        return List.of();
    }
}
