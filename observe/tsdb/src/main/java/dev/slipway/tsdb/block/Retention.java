package dev.slipway.tsdb.block;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Decides which blocks are to go. Pure functions.
public final class Retention {
    private Retention() {}

    /// A block and how much room it takes.
    public record Sized(BlockMeta meta, long sizeBytes) {}

    /// The blocks whose samples are all older than so long before the newest sample.
    ///
    /// @param nowMillis what a wrong clock wrote after it does not make the rest older
    public static List<BlockMeta> byTime(
            List<BlockMeta> blocks, long retentionMillis, long nowMillis) {
        if (blocks.isEmpty()) {
            return List.of();
        }
        long last = blocks.stream().mapToLong(BlockMeta::maxMillis).max().orElseThrow();
        long newest = Math.min(last, nowMillis);
        return blocks.stream()
                .filter(each -> newest - each.maxMillis() >= retentionMillis)
                .toList();
    }

    /// The oldest blocks beyond what fits into so much room.
    ///
    /// @param otherBytes what lies on the disk beside blocks and counts too: the log, the head
    public static List<BlockMeta> bySize(List<Sized> blocks, long otherBytes, long sizeBytesMax) {
        List<Sized> newestFirst = new ArrayList<>(blocks);
        newestFirst.sort(
                Comparator.comparingLong((Sized each) -> each.meta().maxMillis()).reversed());
        List<BlockMeta> dropped = new ArrayList<>();
        long sum = otherBytes;
        for (Sized each : newestFirst) {
            sum += each.sizeBytes();
            if (sum > sizeBytesMax) {
                dropped.add(each.meta());
            }
        }
        return dropped;
    }

    /// The blocks whose samples lie in another block too, which was made of them. After a crash
    /// between the making and the deleting they are still there.
    public static List<BlockMeta> superseded(List<BlockMeta> blocks) {
        List<BlockMeta> dropped = new ArrayList<>();
        for (BlockMeta each : blocks) {
            boolean merged =
                    blocks.stream()
                            .flatMap(other -> other.compaction().parents().stream())
                            .anyMatch(parent -> parent.ulid().equals(each.ulid()));
            if (merged || each.compaction().deletable()) {
                dropped.add(each);
            }
        }
        return dropped;
    }
}
