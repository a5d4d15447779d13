package dev.slipway.workloads;

import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Controller;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;

/// Removes Events that have had their time.
final class EventReconciler implements Reconciler {
    private final Resources<ExpiringEvent> events;
    private final Informer<ExpiringEvent> informer;
    private final Duration lifetime;
    private final Time time;

    EventReconciler(Cluster cluster, Informers informers, Duration lifetime, Time time) {
        this.events = cluster.resources(ExpiringEvent.KIND);
        this.informer = informers.of(ExpiringEvent.KIND);
        this.lifetime = lifetime;
        this.time = time;
    }

    Controller controller() {
        return Controller.named("event-expiry", this, time).onChange(informer).build();
    }

    @Override
    public Result reconcile(ObjectKey key) {
        ExpiringEvent event = informer.find(key);
        Instant seen = event == null ? null : event.lastSeen();
        if (event == null || seen == null) {
            return Result.done();
        }
        Duration left = Duration.between(time.now(), seen.plus(lifetime));
        if (left.isPositive()) {
            return Result.after(left);
        }
        events.delete(key, DeleteOptions.ofUid(event.metadata().storedUid()));
        return Result.done();
    }
}
