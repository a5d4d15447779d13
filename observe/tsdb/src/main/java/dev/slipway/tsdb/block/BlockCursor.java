package dev.slipway.tsdb.block;

import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.SampleMerge;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.tsdb.chunk.Chunk;
import dev.slipway.tsdb.chunk.ChunkDecoder;
import dev.slipway.tsdb.chunk.ChunkException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/// Goes over series of a block that have chunks in the window. Not thread-safe.
final class BlockCursor implements SeriesCursor {
    private final Block block;
    private final IntIterator series;
    private final Selection selection;
    private final Tombstones tombstones;
    private final ChunkDecoder decoder = new ChunkDecoder();
    private final SampleColumns scratch = new SampleColumns();

    private @Nullable Labels labels;
    private List<ChunkMeta> chunks = List.of();
    private long[] deleted = TimeRanges.NONE;
    private boolean closed;

    BlockCursor(Block block, RoaringBitmap series, Selection selection) {
        this.block = block;
        this.selection = selection;
        this.series = series.getIntIterator();
        tombstones = block.tombstones();
    }

    @Override
    public boolean next() {
        while (!closed && series.hasNext()) {
            int reference = series.next();
            IndexReader.Entry entry = block.index().entry(reference);
            deleted = tombstones.of(Integer.toUnsignedLong(reference));
            chunks = entry.chunks().stream().filter(this::isWanted).toList();
            if (!chunks.isEmpty()) {
                labels = entry.labels();
                return true;
            }
        }
        labels = null;
        return false;
    }

    @Override
    public Labels labels() {
        if (labels == null) {
            throw new IllegalStateException("No series here");
        }
        return labels;
    }

    @Override
    public void read(SampleColumns columns) {
        if (labels == null) {
            throw new IllegalStateException("No series here");
        }
        if (overlap(chunks)) {
            merge(columns);
        } else {
            for (ChunkMeta chunk : chunks) {
                read(chunk, columns);
            }
        }
    }

    Ulid ulid() {
        return block.meta().ulid();
    }

    /// Those of the series that overlap the window and are not all deleted.
    List<ChunkMeta> chunks() {
        return chunks;
    }

    /// Of the series: starts and ends in turns.
    long[] deleted() {
        return deleted;
    }

    Chunk chunk(ChunkMeta meta) {
        return block.segments().read(meta);
    }

    /// Adds what is in the window and not deleted.
    void read(ChunkMeta meta, SampleColumns columns) {
        Chunk chunk = chunk(meta);
        boolean whole = !TimeRanges.touchAny(deleted, meta.minMillis(), meta.maxMillis());
        SampleColumns target = columns;
        if (!whole) {
            scratch.clear();
            target = scratch;
        }
        try {
            decoder.decode(chunk, selection.startMillis(), selection.endMillis(), target);
        } catch (ChunkException e) {
            throw block.segments().damaged(meta, e);
        }
        if (!whole) {
            TimeRanges.addOutside(deleted, scratch, columns);
        }
    }

    static boolean overlap(List<ChunkMeta> chunks) {
        for (int i = 1; i < chunks.size(); i++) {
            if (chunks.get(i).minMillis() <= chunks.get(i - 1).maxMillis()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            block.release();
        }
    }

    private boolean isWanted(ChunkMeta chunk) {
        return chunk.minMillis() <= selection.endMillis()
                && chunk.maxMillis() >= selection.startMillis()
                && !TimeRanges.coverAll(deleted, chunk.minMillis(), chunk.maxMillis());
    }

    /// Chunks of one series in one block lie apart, unless something else than us wrote them.
    private void merge(SampleColumns columns) {
        List<SampleColumns> parts = new ArrayList<>();
        for (ChunkMeta chunk : chunks) {
            SampleColumns part = new SampleColumns();
            read(chunk, part);
            parts.add(part);
        }
        SampleMerge.merge(parts, columns);
    }
}
