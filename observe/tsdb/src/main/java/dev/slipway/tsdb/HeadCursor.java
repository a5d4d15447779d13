package dev.slipway.tsdb;

import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Goes over series of the head; each is copied under the lock and decoded without. Not
/// thread-safe.
final class HeadCursor implements SeriesCursor {
    record Found(Labels labels, int slot) {}

    private final Head head;
    private final ReentrantLock lock;
    private final List<Found> found;
    private final Selection selection;
    private final Runnable onClose;
    private int at = -1;
    private boolean closed;

    HeadCursor(
            Head head,
            ReentrantLock lock,
            List<Found> found,
            Selection selection,
            Runnable onClose) {
        this.head = head;
        this.lock = lock;
        this.found = found;
        this.selection = selection;
        this.onClose = onClose;
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
        Head.View view;
        lock.lock();
        try {
            view = head.capture(found.get(at).slot());
        } finally {
            lock.unlock();
        }
        head.decode(view, selection.startMillis(), selection.endMillis(), columns);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }
}
