package dev.slipway.controller.testing;

import dev.slipway.client.Watch;
import dev.slipway.client.WatchEvent;
import dev.slipway.model.ApiException;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Resource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A watch that holds events back, each object's in a queue of its own.
final class AdverseWatch<T extends Resource> implements Watch<T> {
    private static final double REPEAT = 0.1;

    private final AdverseCluster cluster;
    private final Watch<T> real;
    private final Map<ObjectKey, Deque<Held<T>>> held = new LinkedHashMap<>();

    AdverseWatch(AdverseCluster cluster, Watch<T> real) {
        this.cluster = cluster;
        this.real = real;
    }

    @Override
    public @Nullable WatchEvent<T> next(Duration timeout) throws InterruptedException {
        takeIn();
        List<ObjectKey> ripe = new ArrayList<>();
        held.forEach((key, events) -> {
            if (events.getFirst().delay <= 0 || cluster.delaySteps() == 0) {
                ripe.add(key);
            }
        });
        if (ripe.isEmpty()) {
            return null;
        }
        if (cluster.watchFails()) {
            ApiException.Reason reason =
                    cluster.random().nextBoolean()
                            ? ApiException.Reason.EXPIRED
                            : ApiException.Reason.UNAVAILABLE;
            throw new ApiException(reason, "Simulated loss of events");
        }
        ObjectKey key = ripe.get(cluster.random().nextInt(ripe.size()));
        Deque<Held<T>> events = held.get(key);
        if (events == null) {
            throw new IllegalStateException("Held events vanished");
        }
        WatchEvent<T> event = events.getFirst().event;
        if (cluster.random().nextDouble() >= REPEAT) {
            events.removeFirst();
            if (events.isEmpty()) {
                held.remove(key);
            }
        }
        return event;
    }

    @Override
    public void close() {
        cluster.forget(this);
        real.close();
    }

    /// One step passes for each held event. False if there is none.
    boolean ripen() throws InterruptedException {
        takeIn();
        for (Deque<Held<T>> events : held.values()) {
            events.getFirst().delay--;
        }
        return !held.isEmpty();
    }

    private void takeIn() throws InterruptedException {
        for (WatchEvent<T> event = real.next(Duration.ZERO);
                event != null;
                event = real.next(Duration.ZERO)) {
            ObjectKey key =
                    switch (event) {
                        case WatchEvent.Added<T> added -> added.object().key();
                        case WatchEvent.Modified<T> modified -> modified.object().key();
                        case WatchEvent.Deleted<T> deleted -> deleted.object().key();
                        case WatchEvent.Bookmark<T> _ -> ObjectKey.clusterWide("");
                    };
            int delay =
                    cluster.delaySteps() == 0 ? 0 : cluster.random().nextInt(cluster.delaySteps());
            held.computeIfAbsent(key, _ -> new ArrayDeque<>()).add(new Held<>(event, delay));
        }
    }

    private static final class Held<T extends Resource> {
        private final WatchEvent<T> event;
        private int delay;

        Held(WatchEvent<T> event, int delay) {
            this.event = event;
            this.delay = delay;
        }
    }
}
