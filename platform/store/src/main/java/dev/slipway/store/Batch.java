package dev.slipway.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One group of writes, decided one after the other against the state that those before it lead to,
/// and not visible to anybody until its rows are durable. Confined to the writer thread.
final class Batch<I> {
    private record Decided<I>(PendingWrite<I> write, PendingWrite.Outcome<I> outcome) {}

    private final long timeMillis;
    private final List<Decided<I>> decided = new ArrayList<>();
    private final List<Change<I>> changes = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private EntryTree<I> tree;
    private long revision;

    Batch(TreeSnapshot<I> start, long timeMillis) {
        this.tree = start.tree();
        this.revision = start.revision();
        this.timeMillis = timeMillis;
    }

    void add(PendingWrite<I> write) {
        decided.add(new Decided<>(write, decide(write)));
    }

    List<Change<I>> changes() {
        return changes;
    }

    List<Row> rows() {
        return rows;
    }

    TreeSnapshot<I> result() {
        return new TreeSnapshot<>(tree, revision);
    }

    void complete() {
        for (Decided<I> each : decided) {
            each.write.complete(each.outcome);
        }
    }

    private PendingWrite.Outcome<I> decide(PendingWrite<I> write) {
        Entry<I> previous = tree.find(write.key());
        if (!isAsExpected(previous, write.expected())) {
            return new PendingWrite.Outcome.Conflicted<>(
                    previous == null ? 0 : previous.revision());
        }
        Change<I> change = write.apply(previous, revision + 1);
        if (change == null) {
            return new PendingWrite.Outcome.Unchanged<>();
        }
        apply(change);
        return new PendingWrite.Outcome.Written<>(change);
    }

    private void apply(Change<I> change) {
        Entry<I> previous = change.previous();
        Entry<I> current = change.current();
        tree = current == null ? tree.without(change.key()) : tree.with(current);
        revision = change.revision();
        changes.add(change);
        rows.add(
                new Row(
                        change.revision(),
                        change.key(),
                        current != null ? current.createRevision() : created(previous),
                        previous == null ? 0 : previous.revision(),
                        timeMillis,
                        current == null ? null : current.value()));
    }

    private static long created(@Nullable Entry<?> entry) {
        return entry == null ? 0 : entry.createRevision();
    }

    private static boolean isAsExpected(@Nullable Entry<?> found, Expected expected) {
        return switch (expected) {
            case Expected.Absent() -> found == null;
            case Expected.Revision(long revision) -> found != null && found.revision() == revision;
            case Expected.Anything() -> true;
        };
    }
}
