package dev.slipway.edge;

import dev.slipway.model.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Shares as a test wants them.
final class SteeredShares implements RevisionShares {
    private final Map<ObjectKey, Map<String, Integer>> shares = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    void divide(ObjectKey service, Map<String, Integer> percents) {
        shares.put(service, percents);
        listeners.forEach(Runnable::run);
    }

    @Override
    public Map<String, Integer> of(ObjectKey service) {
        return shares.getOrDefault(service, Map.of());
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
