package dev.slipway.server;

import dev.slipway.edge.RevisionShares;
import dev.slipway.gate.DeploymentGate;
import dev.slipway.model.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Tells the edge how the guard divides Services. The edge is built first, since the guard asks it
/// what the versions do; until the guard follows, no Service is divided. Thread-safe.
final class GuardedShares implements RevisionShares {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable DeploymentGate gate;

    void follow(DeploymentGate newGate) {
        newGate.onSharesChange(() -> listeners.forEach(Runnable::run));
        gate = newGate;
    }

    @Override
    public Map<String, Integer> of(ObjectKey service) {
        DeploymentGate asked = gate;
        return asked == null ? Map.of() : asked.sharesOf(service);
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
