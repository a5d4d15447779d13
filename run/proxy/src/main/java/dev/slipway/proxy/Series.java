package dev.slipway.proxy;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The counters of one key, one cell per event loop, so that no two threads ever write the same
/// one.
final class Series {
    private final Figures.Key key;
    private final AtomicReferenceArray<@Nullable Cell> cells;
    private final AtomicReference<@Nullable FailureCounts> failures = new AtomicReference<>();

    private final AtomicReference<@Nullable MirrorCounts> mirrored = new AtomicReference<>();

    Series(Figures.Key key, int loops) {
        this.key = key;
        cells = new AtomicReferenceArray<>(loops);
    }

    Figures.Key key() {
        return key;
    }

    /// The cell of an event loop; only that loop may write to it.
    Cell cell(int loop) {
        Cell cell = cells.getPlain(loop);
        if (cell == null) {
            cell = new Cell();
            cells.setRelease(loop, cell);
        }
        return cell;
    }

    /// The counters of copies of requests; any thread may write to them.
    MirrorCounts mirror() {
        MirrorCounts counts = mirrored.get();
        while (counts == null) {
            mirrored.compareAndSet(null, new MirrorCounts());
            counts = mirrored.get();
        }
        return counts;
    }

    /// Null where nothing was to be copied.
    @Nullable MirrorCounts findMirror() {
        return mirrored.get();
    }

    /// Counts a failure under its name; any event loop may.
    void failed(String name) {
        FailureCounts counts = failures.get();
        while (counts == null) {
            failures.compareAndSet(null, new FailureCounts());
            counts = failures.get();
        }
        counts.add(name);
    }

    /// The sum over the event loops.
    Figures.Traffic sum() {
        CellSum sum = new CellSum();
        for (int loop = 0; loop < cells.length(); loop++) {
            Cell cell = cells.getAcquire(loop);
            if (cell != null) {
                sum.add(cell);
            }
        }
        FailureCounts counts = failures.get();
        return sum.traffic(key, counts == null ? Map.of() : counts.read());
    }
}
