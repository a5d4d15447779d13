package dev.slipway.tsdb;

import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.tsdb.chunk.ChunkDecoder;
import java.util.Comparator;
import java.util.List;

/// Goes over series of the head; each is copied under the lock and decoded without. Not
/// thread-safe.
final class HeadCursor implements SeriesCursor {
    record Found(Labels labels, int slot) {}

    private final TimeSeriesDatabase database;
    private final Head head;
    private final List<Found> found;
    private final Selection selection;
    private final long inOrderFromMillis;
    private final long age;
    private final ChunkDecoder decoder = new ChunkDecoder();
    private int at = -1;
    private boolean closed;

    /// @param inOrderFromMillis older samples in order are read from blocks
    /// @param age when the read began
    HeadCursor(
            TimeSeriesDatabase database,
            Head head,
            List<Found> found,
            Selection selection,
            long inOrderFromMillis,
            long age) {
        this.database = database;
        this.head = head;
        this.found = found;
        this.selection = selection;
        this.inOrderFromMillis = inOrderFromMillis;
        this.age = age;
        found.sort(Comparator.comparing(Found::labels));
    }

    @Override
    public boolean next() {
        at = Math.min(at + 1, found.size());
        return at < found.size();
    }

    @Override
    public Labels labels() {
        return found.get(at).labels();
    }

    @Override
    public void read(SampleColumns columns) {
        long start = selection.startMillis();
        long end = selection.endMillis();
        int slot = found.get(at).slot();
        Head.View view =
                database.locked(() -> {
                    database.checkReadable();
                    return head.capture(slot, start, end);
                });
        head.decode(view, Math.max(start, inOrderFromMillis), end, decoder, columns);
        // If files were closed meanwhile, samples may be missing.
        database.checkReadable();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            database.endRead(age);
        }
    }
}
