package dev.slipway.tsdb.block;

import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.SampleMerge;
import dev.slipway.series.Selection;
import dev.slipway.tsdb.chunk.Chunk;
import dev.slipway.tsdb.chunk.ChunkCutter;
import dev.slipway.tsdb.chunk.ChunkDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Merges blocks into one. Chunks that nothing touches are copied as they are; where chunks
/// overlap, or samples were deleted, or many small ones follow each other, they are read and cut
/// anew. Of samples at the same time that of the block made last counts.
///
/// Memory: one series of each block at a time, and what [IndexWriter] holds.
final class Compactor {
    /// Chunks with less are joined with their neighbours, as far as those are small too.
    private static final int SMALL_CHUNK_SAMPLES = ChunkCutter.SAMPLES / 2;

    private static final Selection EVERYTHING =
            new Selection(List.of(), Long.MIN_VALUE, Long.MAX_VALUE);

    private final BlockWriter writer;
    private final ChunkCutter cutter;

    /// A chunk and the cursor that can read it.
    private record Piece(BlockCursor source, ChunkMeta meta) {
        boolean isTouched() {
            return TimeRanges.touchAny(source.deleted(), meta.minMillis(), meta.maxMillis());
        }
    }

    private Compactor(BlockWriter writer) {
        this.writer = writer;
        cutter = new ChunkCutter(writer::chunk);
    }

    /// Empty if all samples were deleted.
    static Optional<BlockMeta> compact(List<Block> blocks, Path folder, Ulid ulid, Disk disk) {
        List<Block> newestFirst = new ArrayList<>(blocks);
        newestFirst.sort(Comparator.comparing((Block each) -> each.meta().ulid()).reversed());
        List<BlockCursor> cursors = new ArrayList<>();
        try (BlockWriter writer = new BlockWriter(folder, ulid, disk)) {
            for (Block each : newestFirst) {
                cursors.add(each.cursor(EVERYTHING));
            }
            new Compactor(writer).merge(new ArrayList<>(cursors));
            List<BlockMeta> parents = blocks.stream().map(Block::meta).toList();
            long min = parents.stream().mapToLong(BlockMeta::minMillis).min().orElseThrow();
            long max = parents.stream().mapToLong(BlockMeta::maxMillis).max().orElseThrow();
            return writer.finish(min, max, origin(parents));
        } finally {
            cursors.forEach(BlockCursor::close);
        }
    }

    private static BlockMeta.Compaction origin(List<BlockMeta> parents) {
        int level = 0;
        TreeSet<Ulid> sources = new TreeSet<>();
        List<BlockMeta.Parent> named = new ArrayList<>();
        for (BlockMeta each : parents) {
            level = Math.max(level, each.compaction().level());
            sources.addAll(each.compaction().sources());
            named.add(new BlockMeta.Parent(each.ulid(), each.minMillis(), each.maxMillis()));
        }
        return new BlockMeta.Compaction(level + 1, List.copyOf(sources), named, false, false);
    }

    /// Blocks are few, so the least labels are found by looking at all.
    private void merge(List<BlockCursor> cursors) {
        cursors.removeIf(each -> !each.next());
        while (!cursors.isEmpty()) {
            Labels least = cursors.getFirst().labels();
            for (BlockCursor each : cursors) {
                least = each.labels().compareTo(least) < 0 ? each.labels() : least;
            }
            List<BlockCursor> same = new ArrayList<>();
            for (BlockCursor each : cursors) {
                if (each.labels().equals(least)) {
                    same.add(each);
                }
            }
            writer.series(least);
            write(same);
            cursors.removeIf(each -> same.contains(each) && !each.next());
        }
    }

    private void write(List<BlockCursor> sources) {
        List<Piece> pieces = new ArrayList<>();
        for (BlockCursor source : sources) {
            source.chunks().forEach(each -> pieces.add(new Piece(source, each)));
        }
        pieces.sort(Comparator.comparingLong(each -> each.meta().minMillis()));
        int from = 0;
        while (from < pieces.size()) {
            int to = endOfOverlap(pieces, from);
            if (to - from == 1 && !pieces.get(from).isTouched()) {
                copyOrJoin(pieces.get(from));
            } else {
                cutter.addAll(merged(pieces.subList(from, to)));
            }
            from = to;
        }
        cutter.finish();
    }

    private void copyOrJoin(Piece piece) {
        Chunk chunk = piece.source().chunk(piece.meta());
        if (ChunkDecoder.count(chunk) >= SMALL_CHUNK_SAMPLES) {
            cutter.finish();
            writer.chunk(chunk);
            return;
        }
        SampleColumns columns = new SampleColumns();
        piece.source().read(piece.meta(), columns);
        cutter.addAll(columns);
    }

    private static SampleColumns merged(List<Piece> pieces) {
        List<SampleColumns> parts = new ArrayList<>();
        // The first counts where two have a sample at the same time.
        List<Piece> bySource = new ArrayList<>(pieces);
        bySource.sort(
                Comparator.comparing((Piece each) -> each.source().ulid())
                        .reversed()
                        .thenComparingLong(each -> each.meta().minMillis()));
        for (Piece each : bySource) {
            SampleColumns part = new SampleColumns();
            each.source().read(each.meta(), part);
            parts.add(part);
        }
        SampleColumns merged = new SampleColumns();
        SampleMerge.merge(parts, merged);
        return merged;
    }

    private static int endOfOverlap(List<Piece> pieces, int from) {
        long end = pieces.get(from).meta().maxMillis();
        int to = from + 1;
        while (to < pieces.size() && pieces.get(to).meta().minMillis() <= end) {
            end = Math.max(end, pieces.get(to).meta().maxMillis());
            to++;
        }
        return to;
    }
}
