package dev.slipway.controller.testing;

import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.ListQuery;
import dev.slipway.client.ResourceList;
import dev.slipway.client.Resources;
import dev.slipway.client.Watch;
import dev.slipway.model.ApiException;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.Kinds;
import java.util.Optional;
import java.util.function.Supplier;

/// A cluster as a process sees it that is killed at one of its writes, just before or just after it
/// is done; Events do not count. The dead process can do nothing more. For one thread.
public final class MortalCluster implements Cluster {
    /// When a process dies: at which write, and whether that is still done.
    public record Death(int write, boolean done) {
        public static final Death NEVER = new Death(Integer.MAX_VALUE, true);
    }

    private final Cluster real;
    private final Death death;
    private final Runnable afterWrite;
    private int writes;
    private boolean dead;

    public MortalCluster(Cluster real, Death death, Runnable afterWrite) {
        this.real = real;
        this.death = death;
        this.afterWrite = afterWrite;
    }

    public int writes() {
        return writes;
    }

    public boolean isDead() {
        return dead;
    }

    @Override
    public <T extends Resource> Resources<T> resources(Kind<T> kind) {
        return new MortalResources<>(real.resources(kind), kind.type().equals(Kinds.EVENT.type()));
    }

    private void live() {
        if (dead) {
            throw new ApiException(ApiException.Reason.UNAVAILABLE, "The process is dead");
        }
    }

    private <R> R write(Supplier<R> call) {
        live();
        writes++;
        if (writes != death.write()) {
            R result = call.get();
            afterWrite.run();
            return result;
        }
        if (death.done()) {
            var _ = call.get();
            afterWrite.run();
        }
        dead = true;
        throw new ApiException(ApiException.Reason.UNAVAILABLE, "The process was killed");
    }

    private final class MortalResources<T extends Resource> implements Resources<T> {
        private final Resources<T> resources;
        private final boolean uncounted;

        MortalResources(Resources<T> resources, boolean uncounted) {
            this.resources = resources;
            this.uncounted = uncounted;
        }

        @Override
        public Optional<T> find(ObjectKey key) {
            live();
            return resources.find(key);
        }

        @Override
        public ResourceList<T> list(ListQuery query) {
            live();
            return resources.list(query);
        }

        @Override
        public Watch<T> watch(ListQuery query, long fromRevision) {
            live();
            return resources.watch(query, fromRevision);
        }

        @Override
        public T create(T object) {
            return change(() -> resources.create(object));
        }

        @Override
        public T patch(ObjectKey key, Patch patch) {
            return change(() -> resources.patch(key, patch));
        }

        @Override
        public T patchStatus(ObjectKey key, Patch patch) {
            return change(() -> resources.patchStatus(key, patch));
        }

        @Override
        public void delete(ObjectKey key, DeleteOptions options) {
            change(() -> {
                resources.delete(key, options);
                return true;
            });
        }

        private <R> R change(Supplier<R> call) {
            if (uncounted) {
                live();
                return call.get();
            }
            return write(call);
        }
    }
}
