package dev.slipway.client;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A cluster in which kinds may be missing that others have, such as those of the Gateway API: a
/// missing kind has no objects, and whoever watches it is told to look again every minute, so that
/// it is found soon after it was installed. Thread-safe.
public final class TolerantCluster implements Cluster {
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    private static final long NOT_SERVED = 0;

    private final Cluster cluster;
    private final LongSupplier nanos;

    public TolerantCluster(Cluster cluster, LongSupplier nanos) {
        this.cluster = requireNonNull(cluster, "cluster");
        this.nanos = requireNonNull(nanos, "nanos");
    }

    @Override
    public <T extends Resource> Resources<T> resources(Kind<T> kind) {
        return new PossiblyMissing<>(cluster.resources(kind), nanos);
    }

    private record PossiblyMissing<T extends Resource>(Resources<T> resources, LongSupplier nanos)
            implements Resources<T> {
        @Override
        public Optional<T> find(ObjectKey key) {
            return resources.find(key);
        }

        /// A collection that is not found is one of a kind that is not served: an empty one, even
        /// in a namespace that does not exist, is an empty list.
        @Override
        public ResourceList<T> list(ListQuery query) {
            try {
                return resources.list(query);
            } catch (ApiException e) {
                if (e.reason() == Reason.NOT_FOUND) {
                    return new ResourceList<>(List.of(), NOT_SERVED);
                }
                throw e;
            }
        }

        @Override
        public Watch<T> watch(ListQuery query, long fromRevision) {
            return fromRevision == NOT_SERVED
                    ? new NothingYet<>(nanos)
                    : resources.watch(query, fromRevision);
        }

        @Override
        public T create(T object) {
            return resources.create(object);
        }

        @Override
        public T patch(ObjectKey key, Patch patch) {
            return resources.patch(key, patch);
        }

        @Override
        public T patchStatus(ObjectKey key, Patch patch) {
            return resources.patchStatus(key, patch);
        }

        @Override
        public void delete(ObjectKey key, DeleteOptions options) {
            resources.delete(key, options);
        }
    }

    /// A watch in which nothing happens until it is time to list again.
    private static final class NothingYet<T extends Resource> implements Watch<T> {
        private final CountDownLatch closed = new CountDownLatch(1);
        private final LongSupplier nanos;
        private final long begunAtNanos;

        NothingYet(LongSupplier nanos) {
            this.nanos = nanos;
            this.begunAtNanos = nanos.getAsLong();
        }

        @Override
        public @Nullable WatchEvent<T> next(Duration timeout) throws InterruptedException {
            if (closed.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ApiException(Reason.UNAVAILABLE, "the watch was closed");
            }
            if (nanos.getAsLong() - begunAtNanos >= LOOK_AGAIN.toNanos()) {
                throw new ApiException(Reason.EXPIRED, "it is time to look for the kind again");
            }
            return null;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
