package dev.slipway.controller.testing;

import dev.slipway.client.ListQuery;
import dev.slipway.client.Watch;
import dev.slipway.client.WatchEvent;
import dev.slipway.model.ApiException;
import dev.slipway.model.Resource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The changes of one kind in a [MemoryCluster].
final class MemoryWatch<T extends Resource> implements Watch<T> {
    private final MemoryCluster cluster;
    private final MemoryResources<T> resources;
    private final String kind;
    private final ListQuery query;

    // Guarded by the cluster.
    private long revision;
    private boolean closed;

    MemoryWatch(
            MemoryCluster cluster,
            MemoryResources<T> resources,
            String kind,
            ListQuery query,
            long revision) {
        this.cluster = cluster;
        this.resources = resources;
        this.kind = kind;
        this.query = query;
        this.revision = revision;
    }

    @Override
    public @Nullable WatchEvent<T> next(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (cluster) {
            while (true) {
                WatchEvent<T> event = poll();
                long left = deadline - System.nanoTime();
                if (event != null || left <= 0) {
                    return event;
                }
                cluster.wait(left / 1_000_000 + 1);
            }
        }
    }

    @Override
    public void close() {
        synchronized (cluster) {
            closed = true;
            cluster.notifyAll();
        }
    }

    private @Nullable WatchEvent<T> poll() {
        if (closed) {
            throw new ApiException(ApiException.Reason.UNAVAILABLE, "The watch was closed");
        }
        if (revision < cluster.compacted()) {
            throw new ApiException(
                    ApiException.Reason.EXPIRED, "Revision " + revision + " is no longer kept");
        }
        for (MemoryCluster.Change change : cluster.changesAfter(revision)) {
            revision = change.revision();
            if (change.kind().equals(kind)) {
                WatchEvent<T> event = event(change);
                if (event != null) {
                    return event;
                }
            }
        }
        return null;
    }

    private @Nullable WatchEvent<T> event(MemoryCluster.Change change) {
        boolean before = change.before() != null && resources.matches(query, change.before());
        if (change.after() != null && resources.matches(query, change.after())) {
            T object = resources.read(change.after());
            return before
                    ? new WatchEvent.Modified<>(object, change.revision())
                    : new WatchEvent.Added<>(object, change.revision());
        }
        if (before && change.before() != null) {
            return new WatchEvent.Deleted<>(resources.read(change.before()), change.revision());
        }
        return null;
    }
}
