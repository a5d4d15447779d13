package dev.slipway.api;

import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.store.Change;
import dev.slipway.store.CompactedException;
import dev.slipway.store.Entry;
import dev.slipway.store.StoreClosedException;
import dev.slipway.store.StoreWatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A watch over the store's log: first what there was, then each change as it looks through the
/// selection. An object that comes to match is added, one that ceases to is deleted.
///
/// One thread polls; its state is confined to that thread.
final class StoreObjectWatch implements ObjectWatch {
    private static final int BATCH_MAX = 256;

    private final StoreWatch<ObjectIndex> changes;
    private final Selection selection;
    private final boolean bookmarks;
    private final Deque<ObjectEvent> initial;
    private long told;

    StoreObjectWatch(
            StoreWatch<ObjectIndex> changes,
            Selection selection,
            boolean bookmarks,
            Deque<ObjectEvent> initial,
            long startRevision) {
        this.changes = changes;
        this.selection = selection;
        this.bookmarks = bookmarks;
        this.initial = new ArrayDeque<>(initial);
        this.told = startRevision;
    }

    @Override
    public List<ObjectEvent> poll(int max, Duration timeout) throws InterruptedException {
        if (!initial.isEmpty()) {
            return pollInitial(max);
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        long left = timeout.toNanos();
        do {
            List<ObjectEvent> events =
                    pollChanges(Math.min(max, BATCH_MAX), Duration.ofNanos(left));
            if (!events.isEmpty()) {
                told = events.getLast().revision();
                return events;
            }
            left = deadline - System.nanoTime();
        } while (left > 0);
        return bookmark();
    }

    @Override
    public void close() {
        changes.close();
    }

    private List<ObjectEvent> pollInitial(int max) {
        List<ObjectEvent> result = new ArrayList<>(Math.min(max, initial.size()));
        while (result.size() < max && !initial.isEmpty()) {
            result.add(initial.removeFirst());
        }
        return result;
    }

    private List<ObjectEvent> pollChanges(int max, Duration timeout) throws InterruptedException {
        try {
            List<ObjectEvent> result = new ArrayList<>();
            for (Change<ObjectIndex> change : changes.poll(max, timeout)) {
                ObjectEvent event = event(change);
                if (event != null) {
                    result.add(event);
                }
            }
            return result;
        } catch (CompactedException | StoreClosedException e) {
            if (e instanceof StoreClosedException) {
                ApiException closed = new ApiException(Reason.UNAVAILABLE, "the watch was closed");
                closed.initCause(e);
                throw closed;
            }
            throw Errors.ofStore(e);
        }
    }

    private List<ObjectEvent> bookmark() {
        long position = changes.position();
        if (!bookmarks || position <= told) {
            return List.of();
        }
        told = position;
        return List.of(new ObjectEvent.Bookmark(position, false));
    }

    private @Nullable ObjectEvent event(Change<ObjectIndex> change) {
        Entry<ObjectIndex> before = chosen(change.previous());
        Entry<ObjectIndex> after = chosen(change.current());
        if (after != null) {
            StoredObject object = StoredObject.of(after);
            return before == null
                    ? new ObjectEvent.Added(object)
                    : new ObjectEvent.Modified(object);
        }
        return before == null
                ? null
                : new ObjectEvent.Deleted(StoredObject.of(before, change.revision()));
    }

    private @Nullable Entry<ObjectIndex> chosen(@Nullable Entry<ObjectIndex> entry) {
        return entry != null && selection.matches(entry) ? entry : null;
    }
}
