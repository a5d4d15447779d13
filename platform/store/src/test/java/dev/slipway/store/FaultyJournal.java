package dev.slipway.store;

import java.util.List;
import java.util.function.Consumer;

/// A journal whose appends run a hook first, which may wait or fail as a disk does.
record FaultyJournal(Journal journal, Runnable beforeAppend) implements Journal {
    @Override
    public long compacted() {
        return journal.compacted();
    }

    @Override
    public void replay(Consumer<Row> sink) {
        journal.replay(sink);
    }

    @Override
    public void append(List<Row> rows, long compactTo) {
        beforeAppend.run();
        journal.append(rows, compactTo);
    }

    @Override
    public Page read(String prefix, long after, long through, int max) {
        return journal.read(prefix, after, through, max);
    }

    @Override
    public long newestBefore(long timeMillis, long after, long through) {
        return journal.newestBefore(timeMillis, after, through);
    }

    @Override
    public boolean isFull() {
        return journal.isFull();
    }

    @Override
    public boolean shrink() {
        return journal.shrink();
    }

    @Override
    public void close() {
        journal.close();
    }
}
