package dev.slipway.scrape.discovery;

import static java.util.Objects.requireNonNull;

import dev.slipway.controller.Informers;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Tells of changed objects those who want to know for a while. Informers keep their listeners for
/// ever, so there is one for each kind, which passes on what it hears. Thread-safe.
public final class ClusterChanges {
    private final Informers informers;

    // Guarded by this.
    private final Map<Kind<?>, List<Consumer<ObjectKey>>> listeners = new HashMap<>();

    public ClusterChanges(Informers informers) {
        this.informers = requireNonNull(informers, "informers");
    }

    /// `listener` hears of each change after it is visible, until it is removed, on a thread that
    /// must not be kept busy.
    public synchronized <T extends Resource> void add(Kind<T> kind, Consumer<ObjectKey> listener) {
        List<Consumer<ObjectKey>> known = listeners.get(kind);
        if (known == null) {
            List<Consumer<ObjectKey>> made = new CopyOnWriteArrayList<>();
            listeners.put(kind, made);
            informers
                    .of(kind)
                    .addListener(delta -> {
                        ObjectKey key = delta.object().key();
                        made.forEach(each -> each.accept(key));
                    });
            known = made;
        }
        known.add(listener);
    }

    public synchronized void remove(Consumer<ObjectKey> listener) {
        listeners.values().forEach(each -> each.removeIf(listener::equals));
    }

    Informers informers() {
        return informers;
    }
}
