package dev.slipway.api;

import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.LabelSelector;
import dev.slipway.store.Entry;
import dev.slipway.store.Snapshot;
import dev.slipway.store.Store;
import dev.slipway.store.StoreWatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gets and lists. Lists are answered from snapshots, by index, without decoding. Thread-safe.
final class ObjectReads {
    private static final String EXACT = "Exact";

    private final Store<ObjectIndex> store;
    private final HeldSnapshots held;
    private final Duration wait;

    ObjectReads(Store<ObjectIndex> store, ApiConfig config, InstantSource clock) {
        this.store = store;
        this.held = new HeldSnapshots(config, clock);
        this.wait = config.resourceVersionWait();
    }

    Snapshot<ObjectIndex> snapshot() {
        return store.snapshot();
    }

    StoredObject get(Target target) {
        return StoredObject.of(entry(target));
    }

    Entry<ObjectIndex> entry(Target target) {
        Entry<ObjectIndex> entry =
                store.snapshot().find(StorageKeys.of(target.kind(), target.key()));
        if (entry == null) {
            throw Errors.notFound(target);
        }
        return entry;
    }

    ObjectList list(KindDefinition kind, ListOptions options) {
        Selection.checkFields(kind, options.fields());
        if (!options.continueToken().isEmpty()) {
            ContinueToken token = ContinueToken.decode(options.continueToken());
            Snapshot<ObjectIndex> snapshot = stateAt(token.revision());
            if (snapshot == null) {
                throw Errors.expired(
                        "The provided continue parameter is too old to display a consistent list"
                                + " result. You must start a new list without the continue"
                                + " parameter.");
            }
            return page(snapshot, kind, options, token.key());
        }
        return page(start(options), kind, options, "");
    }

    /// All objects chosen, in one state.
    List<Entry<ObjectIndex>> all(
            Snapshot<ObjectIndex> snapshot, KindDefinition kind, Selection selection) {
        List<Entry<ObjectIndex>> result = new ArrayList<>();
        try (var entries = snapshot.scan(selection.prefix(kind), "")) {
            entries.filter(selection::matches).forEach(result::add);
        }
        return result;
    }

    private Snapshot<ObjectIndex> start(ListOptions options) {
        long wanted = ResourceVersions.parse(options.resourceVersion());
        if (options.resourceVersionMatch().equals(EXACT)) {
            Snapshot<ObjectIndex> exact = stateAt(wanted);
            if (exact == null) {
                awaitRevision(wanted);
                exact = stateAt(wanted);
            }
            if (exact == null) {
                throw Errors.expired(
                        "The resourceVersion for the provided list is too old: " + wanted);
            }
            return exact;
        }
        awaitRevision(wanted);
        return store.snapshot();
    }

    private @Nullable Snapshot<ObjectIndex> stateAt(long revision) {
        Snapshot<ObjectIndex> newest = store.snapshot();
        return newest.revision() == revision ? newest : held.find(revision);
    }

    /// Waits a little for a revision that a client has seen on another server.
    void awaitRevision(long wanted) {
        if (wanted <= store.revision()) {
            return;
        }
        try (StoreWatch<ObjectIndex> watch = store.watch("", store.revision())) {
            long deadline = System.nanoTime() + wait.toNanos();
            long left = wait.toNanos();
            while (wanted > store.revision() && left > 0) {
                watch.poll(1, Duration.ofNanos(left));
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (wanted > store.revision()) {
            throw new ApiException(
                    Reason.TIMEOUT,
                    "Too large resource version: " + wanted + ", current: " + store.revision());
        }
    }

    private ObjectList page(
            Snapshot<ObjectIndex> snapshot,
            KindDefinition kind,
            ListOptions options,
            String afterKey) {
        Selection selection = Selection.of(options);
        String prefix = selection.prefix(kind);
        List<StoredObject> items = new ArrayList<>();
        String last = "";
        boolean more = false;
        try (var entries = snapshot.scan(prefix, afterKey)) {
            Iterator<Entry<ObjectIndex>> iterator = entries.iterator();
            while (iterator.hasNext() && !more) {
                Entry<ObjectIndex> entry = iterator.next();
                if (selection.matches(entry)) {
                    more = options.limit() > 0 && items.size() == options.limit();
                    if (!more) {
                        items.add(StoredObject.of(entry));
                        last = entry.key();
                    }
                }
            }
        }
        if (!more) {
            return new ObjectList(items, snapshot.revision(), "", 0);
        }
        held.hold(snapshot);
        String token = new ContinueToken(snapshot.revision(), last).encode();
        return new ObjectList(
                items, snapshot.revision(), token, remaining(snapshot, prefix, last, options));
    }

    private static long remaining(
            Snapshot<ObjectIndex> snapshot, String prefix, String last, ListOptions options) {
        boolean selective =
                !options.fields().requirements().isEmpty()
                        || !options.labels().equals(LabelSelector.everything());
        if (selective) {
            return -1;
        }
        try (var rest = snapshot.scan(prefix, last)) {
            return rest.count();
        }
    }
}
