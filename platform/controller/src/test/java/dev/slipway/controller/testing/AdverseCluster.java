package dev.slipway.controller.testing;

import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.ListQuery;
import dev.slipway.client.ResourceList;
import dev.slipway.client.Resources;
import dev.slipway.client.Watch;
import dev.slipway.controller.Stepwise;
import dev.slipway.model.ApiException;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/// A cluster seen through a bad line, drawn from a seed: watches are late, repeat themselves, mix
/// up the order between objects (never of one object) and break off; writes fail with a conflict or
/// because the cluster is unavailable, sometimes after they were done. Reads by `find` and `list`
/// are true, as they are of a real cluster. For one thread, in a [Simulation] of which it must be a
/// part.
public final class AdverseCluster implements Cluster, Stepwise {
    /// How bad it is: probabilities of a failed write and of a watch that breaks off, and the most
    /// steps an event may be late.
    public record Severity(double writeFailure, double watchFailure, int delaySteps) {
        public static Severity usual() {
            return new Severity(0.1, 0.002, 60);
        }
    }

    private final Cluster real;
    private final Severity severity;
    private final Random random;
    private final List<AdverseWatch<?>> watches = new ArrayList<>();
    private boolean calm;

    public AdverseCluster(Cluster real, Severity severity, long seed) {
        this.real = real;
        this.severity = severity;
        this.random = new Random(seed);
    }

    /// From now on everything works, so that a test can see where it ends.
    public void calmDown() {
        calm = true;
    }

    @Override
    public <T extends Resource> Resources<T> resources(Kind<T> kind) {
        return new AdverseResources<>(real.resources(kind));
    }

    /// Lets held events ripen.
    @Override
    public boolean step() throws InterruptedException {
        boolean holding = false;
        for (AdverseWatch<?> watch : List.copyOf(watches)) {
            holding |= watch.ripen();
        }
        return holding;
    }

    Random random() {
        return random;
    }

    int delaySteps() {
        return calm ? 0 : severity.delaySteps();
    }

    boolean watchFails() {
        return !calm && random.nextDouble() < severity.watchFailure();
    }

    void forget(AdverseWatch<?> watch) {
        watches.remove(watch);
    }

    private <R> R write(Supplier<R> call) {
        if (calm || random.nextDouble() >= severity.writeFailure()) {
            return call.get();
        }
        int how = random.nextInt(3);
        if (how == 0) {
            throw new ApiException(ApiException.Reason.CONFLICT, "Simulated conflict");
        }
        if (how == 1) {
            var _ = call.get();
            throw new ApiException(ApiException.Reason.UNAVAILABLE, "Simulated loss of the answer");
        }
        throw new ApiException(ApiException.Reason.UNAVAILABLE, "Simulated loss of the request");
    }

    private final class AdverseResources<T extends Resource> implements Resources<T> {
        private final Resources<T> resources;

        AdverseResources(Resources<T> resources) {
            this.resources = resources;
        }

        @Override
        public Optional<T> find(ObjectKey key) {
            return resources.find(key);
        }

        @Override
        public ResourceList<T> list(ListQuery query) {
            return resources.list(query);
        }

        @Override
        public Watch<T> watch(ListQuery query, long fromRevision) {
            AdverseWatch<T> watch =
                    new AdverseWatch<>(AdverseCluster.this, resources.watch(query, fromRevision));
            watches.add(watch);
            return watch;
        }

        @Override
        public T create(T object) {
            return write(() -> resources.create(object));
        }

        @Override
        public T patch(ObjectKey key, Patch patch) {
            return write(() -> resources.patch(key, patch));
        }

        @Override
        public T patchStatus(ObjectKey key, Patch patch) {
            return write(() -> resources.patchStatus(key, patch));
        }

        @Override
        public void delete(ObjectKey key, DeleteOptions options) {
            write(() -> {
                resources.delete(key, options);
                return true;
            });
        }
    }
}
