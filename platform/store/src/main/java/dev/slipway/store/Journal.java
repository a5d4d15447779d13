package dev.slipway.store;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where a [LogStore] keeps its rows. One thread writes; any may read.
///
/// What must hold: rows above [#compacted] are all there, without a gap; of the rows up to it, each
/// key's newest is there unless it is a deletion. So every change above it can be read together
/// with the value that it replaced.
interface Journal extends AutoCloseable {

    /// A row and the one whose value it replaced.
    record Step(Row row, @Nullable Row replaced) {}

    /// Some steps, in order, and the revision up to which there are no others that match.
    record Page(List<Step> steps, long through) {}

    /// The revision up to which history has been dropped.
    long compacted();

    /// Passes every row kept to `sink`, by ascending revision.
    void replay(Consumer<Row> sink);

    /// In one transaction, durable on return: drops history up to `compactTo` (if that is above
    /// [#compacted]), then adds the rows. Throws [StoreUnavailableException] if that fails; then
    /// nothing has changed.
    void append(List<Row> rows, long compactTo);

    /// Steps with keys under `prefix` after one revision and up to another, at most `max`. Rows may
    /// be missing if the journal is compacted meanwhile, so the caller checks afterwards.
    Page read(String prefix, long after, long through, int max);

    /// The newest revision between two, both kept, that was written before this time; `after` if
    /// none was.
    long newestBefore(long timeMillis, long after, long through);

    /// Whether the last append failed because there was no space left.
    boolean isFull();

    /// Gives a piece of unused space back; true if there may be more to give.
    boolean shrink();

    @Override
    void close();
}
