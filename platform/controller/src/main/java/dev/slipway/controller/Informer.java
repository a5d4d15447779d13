package dev.slipway.controller;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.Resource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A local, always nearly fresh copy of the objects of one kind: listed once, then watched, listed
/// again when the watch expires. Shared by all controllers of a process that use the kind. Reads
/// never block; two reads may see different moments, but one object never goes back in time.
/// Thread-safe.
public interface Informer<T extends Resource> {
    /// An index that every informer has: the `uid` of the owner that manages the object.
    String BY_CONTROLLER = "controller";

    @Nullable T find(ObjectKey key);

    /// All objects, ordered by key.
    List<T> all();

    List<T> inNamespace(String namespace);

    /// The objects for which the index of that name, registered with `addIndex`, gave `value`,
    /// ordered by key.
    List<T> byIndex(String index, String value);

    /// Registers an index; of several with one name the first counts. Must be called before the
    /// informer starts.
    void addIndex(String name, Function<T, List<String>> values);

    /// Tells `listener` of each change from now on, after it is visible here: the old and the new
    /// object, one of them null for creation or deletion. It runs on the informer's thread and must
    /// only record the event.
    void addListener(Consumer<Delta<T>> listener);

    /// The first list has been read.
    boolean hasSynced();

    /// Waits until the first list has been read.
    void awaitSync() throws InterruptedException;

    /// The newest revision this copy is known to include.
    long revision();

    /// What changed in the copy.
    record Delta<T extends Resource>(@Nullable T before, @Nullable T after) {
        /// The object, or its last state.
        public T object() {
            T object = after != null ? after : before;
            if (object == null) {
                throw new IllegalStateException("A delta has at least one side");
            }
            return object;
        }
    }
}
