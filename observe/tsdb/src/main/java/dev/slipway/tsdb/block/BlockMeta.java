package dev.slipway.tsdb.block;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What a block's `meta.json` says of it. Immutable.
///
/// @param minMillis of samples, included
/// @param maxMillis of samples, not included
public record BlockMeta(
        Ulid ulid, long minMillis, long maxMillis, Stats stats, Compaction compaction) {
    public record Stats(long samples, long series, long chunks, long tombstones) {}

    /// Where the block came from.
    ///
    /// @param level 1 for what the head wrote, and one more for each compaction
    /// @param sources the blocks of level 1 whose samples are in here
    /// @param parents the blocks that were merged into this one, which are to go
    /// @param failed whether merging this block went wrong, so that it is not tried again
    public record Compaction(
            int level,
            List<Ulid> sources,
            List<Parent> parents,
            boolean deletable,
            boolean failed) {
        public Compaction {
            sources = List.copyOf(sources);
            parents = List.copyOf(parents);
        }

        /// Of a block that is written from samples.
        public static Compaction first(Ulid ulid) {
            return new Compaction(1, List.of(ulid), List.of(), false, false);
        }
    }

    public record Parent(Ulid ulid, long minMillis, long maxMillis) {
        public Parent {
            requireNonNull(ulid, "ulid");
        }
    }

    public BlockMeta {
        requireNonNull(ulid, "ulid");
        requireNonNull(stats, "stats");
        requireNonNull(compaction, "compaction");
    }

    public boolean overlaps(BlockMeta other) {
        return minMillis < other.maxMillis && other.minMillis < maxMillis;
    }

    BlockMeta withTombstones(long tombstones) {
        Stats changed = new Stats(stats.samples, stats.series, stats.chunks, tombstones);
        return new BlockMeta(ulid, minMillis, maxMillis, changed, compaction);
    }

    BlockMeta withFailed() {
        Compaction changed =
                new Compaction(
                        compaction.level,
                        compaction.sources,
                        compaction.parents,
                        compaction.deletable,
                        true);
        return new BlockMeta(ulid, minMillis, maxMillis, stats, changed);
    }
}
