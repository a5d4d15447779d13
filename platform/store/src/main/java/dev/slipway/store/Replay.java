package dev.slipway.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rebuilds the latest state from a journal's rows, and checks on the way what the journal
/// promises. Used once, by the thread that opens a store.
final class Replay {
    private final long compacted;
    private final Map<String, Row> latest = new HashMap<>();
    private long newest;
    private long newestMillis;

    Replay(Journal journal) {
        this.compacted = journal.compacted();
        this.newest = compacted;
        journal.replay(this::add);
    }

    /// The time of the newest row, 0 if there is none.
    long newestMillis() {
        return newestMillis;
    }

    <I> TreeSnapshot<I> state(Indexer<I> indexer) {
        List<Row> rows = new ArrayList<>(latest.values());
        rows.sort(Comparator.comparing(Row::key));
        List<Entry<I>> entries = new ArrayList<>(rows.size());
        for (Row row : rows) {
            entries.add(entry(row, indexer));
        }
        return new TreeSnapshot<>(EntryTree.of(entries), newest);
    }

    static <I> Change<I> change(Journal.Step step, Indexer<I> indexer) {
        Row row = step.row();
        Row replaced = step.replaced();
        return new Change<>(
                row.revision(),
                row.key(),
                replaced == null ? null : entry(replaced, indexer),
                row.value() == null ? null : entry(row, indexer));
    }

    private static <I> Entry<I> entry(Row row, Indexer<I> indexer) {
        byte[] value = row.value();
        if (value == null) {
            throw new IllegalArgumentException("Revision " + row.revision() + " has no value");
        }
        I index = indexer.index(row.key(), value);
        return new Entry<>(row.key(), value, index, row.created(), row.revision());
    }

    private void add(Row row) {
        if (row.revision() > compacted) {
            checkOrder(row);
            newest = row.revision();
        }
        newestMillis = row.timeMillis();
        if (row.value() == null) {
            latest.remove(row.key());
        } else {
            latest.put(row.key(), row);
        }
    }

    private void checkOrder(Row row) {
        if (row.revision() != newest + 1) {
            throw new StoreFormatException(
                    "The store is damaged: revision %d follows %d (expected: %d)"
                            .formatted(row.revision(), newest, newest + 1),
                    null);
        }
        Row replaced = latest.get(row.key());
        long previous = replaced == null ? 0 : replaced.revision();
        if (row.previous() != previous) {
            throw new StoreFormatException(
                    "The store is damaged: revision %d of %s replaces revision %d (expected: %d)"
                            .formatted(row.revision(), row.key(), row.previous(), previous),
                    null);
        }
    }
}
