package dev.slipway.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/// Rows in memory, gone with the process.
final class MemoryJournal implements Journal {
    private final ConcurrentSkipListMap<Long, Row> rows = new ConcurrentSkipListMap<>();

    /// Set before rows go, so that a reader who looks afterwards knows that some may be missing.
    private volatile long compacted;

    @Override
    public long compacted() {
        return compacted;
    }

    @Override
    public void replay(Consumer<Row> sink) {
        rows.values().forEach(sink);
    }

    @Override
    public void append(List<Row> added, long compactTo) {
        if (compactTo > compacted) {
            compactTo(compactTo);
        }
        for (Row row : added) {
            rows.put(row.revision(), row);
        }
    }

    @Override
    public Page read(String prefix, long after, long through, int max) {
        List<Step> steps = new ArrayList<>();
        for (Row row : rows.subMap(after, false, through, true).values()) {
            if (row.key().startsWith(prefix)) {
                steps.add(new Step(row, rows.get(row.previous())));
            }
            if (steps.size() == max) {
                return new Page(steps, row.revision());
            }
        }
        return new Page(steps, through);
    }

    @Override
    public long newestBefore(long timeMillis, long after, long through) {
        long newest = after;
        for (Row row : rows.subMap(after, false, through, true).values()) {
            if (row.timeMillis() >= timeMillis) {
                return newest;
            }
            newest = row.revision();
        }
        return newest;
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public boolean shrink() {
        return false;
    }

    @Override
    public void close() {
        // Kept: whoever holds the journal can open it again, as a test of recovery does.
    }

    private void compactTo(long revision) {
        long compactedBefore = compacted;
        compacted = revision;
        for (Row row : rows.subMap(compactedBefore, false, revision, true).values()) {
            rows.remove(row.previous());
            if (row.value() == null) {
                rows.remove(row.revision());
            }
        }
    }
}
