package dev.slipway.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.config.ConfigKeeper;
import dev.slipway.config.Kept;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Time;
import dev.slipway.evidence.Guard;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Namespace;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.workloads.RunningTemplates;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Has guarded Deployments run with the config that each version was started with. Those without a
/// guard see changes of config at once, as on any Kubernetes. Thread-safe.
final class KeptTemplates implements RunningTemplates {
    private final ConfigKeeper keeper;
    private final Informer<Deployment> deployments;
    private final Informer<ReplicaSet> sets;
    private final Informer<Namespace> namespaces;
    private final Time time;
    private final List<Consumer<ObjectKey>> listeners = new CopyOnWriteArrayList<>();

    /// To be made before the informers start.
    KeptTemplates(ConfigKeeper keeper, Informers informers, Time time) {
        this.keeper = keeper;
        this.time = time;
        deployments = informers.of(Kinds.DEPLOYMENT);
        sets = informers.of(Kinds.REPLICA_SET);
        namespaces = informers.of(Kinds.NAMESPACE);
        keeper.onChange(this::configChanged);
        namespaces.addListener(delta -> namespaceChanged(delta.object().key().name()));
    }

    @Override
    public @Nullable ObjectNode of(Deployment deployment) {
        ObjectNode template = deployment.spec().template();
        Map<String, String> annotations = deployment.metadata().annotations();
        boolean live = ConfigKeeper.LIVE.equals(annotations.get(ConfigKeeper.ANNOTATION));
        if (live || isUnguarded(deployment) || deployment.metadata().isBeingDeleted()) {
            return template.deepCopy();
        }
        Kept kept = keeper.kept(deployment.key().namespace(), template);
        if (!kept.missing().isEmpty() && isFirst(deployment)) {
            Duration left = graceLeft(deployment);
            if (left.isPositive()) {
                var _ = time.schedule(left, () -> tell(deployment.key()));
                return null;
            }
        }
        return kept.template();
    }

    @Override
    public void onChange(Consumer<ObjectKey> listener) {
        listeners.add(listener);
    }

    private boolean isUnguarded(Deployment deployment) {
        Namespace namespace = namespaces.find(ObjectKey.clusterWide(deployment.key().namespace()));
        Guard guard =
                Guard.of(
                        deployment.metadata().annotations(),
                        namespace == null ? Map.of() : namespace.metadata().annotations());
        return guard.strictness() == Guard.Strictness.OFF;
    }

    private boolean isFirst(Deployment deployment) {
        return sets.byIndex(Informer.BY_CONTROLLER, deployment.metadata().storedUid()).isEmpty();
    }

    private Duration graceLeft(Deployment deployment) {
        Instant created = deployment.metadata().creationTimestamp();
        return created == null
                ? Duration.ZERO
                : Duration.between(time.now(), created.plus(ConfigKeeper.GRACE));
    }

    private void configChanged(ObjectKey config) {
        for (Deployment deployment : deployments.inNamespace(config.namespace())) {
            if (ConfigKeeper.names(deployment.spec().template()).contains(config.name())) {
                tell(deployment.key());
            }
        }
    }

    /// The guard may have been switched on or off.
    private void namespaceChanged(String namespace) {
        deployments.inNamespace(namespace).forEach(deployment -> tell(deployment.key()));
    }

    private void tell(ObjectKey deployment) {
        listeners.forEach(listener -> listener.accept(deployment));
    }
}
