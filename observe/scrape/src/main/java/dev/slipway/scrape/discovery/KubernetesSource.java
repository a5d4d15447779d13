package dev.slipway.scrape.discovery;

import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.EndpointSlice;
import dev.slipway.model.kinds.Ingress;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Node;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.Service;
import dev.slipway.scrape.config.DiscoveryConfig.Kubernetes;
import dev.slipway.scrape.config.DiscoveryConfig.Kubernetes.Role;
import dev.slipway.scrape.config.TargetGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Targets among the objects of the cluster. It always looks at all there is now, and only if
/// something has changed since it last did. Thread-safe.
final class KubernetesSource implements TargetSource {
    private final Kubernetes config;
    private final ClusterObjects objects;
    private final Runnable listener;
    private final AtomicBoolean changed = new AtomicBoolean(true);
    private final ClusterChanges changes;
    private final Consumer<ObjectKey> onChange = this::changed;
    private volatile List<TargetGroup> groups = List.of();

    KubernetesSource(Kubernetes config, ClusterChanges changes, Runnable listener) {
        this.config = config;
        this.objects = new ClusterObjects(config, changes.informers());
        this.changes = changes;
        this.listener = listener;
        kinds().forEach(kind -> changes.add(kind, onChange));
    }

    @Override
    public synchronized List<TargetGroup> groups() {
        if (changed.getAndSet(false)) {
            groups = List.copyOf(look());
        }
        return groups;
    }

    @Override
    public void close() {
        changes.remove(onChange);
    }

    private void changed(ObjectKey key) {
        boolean ours =
                key.namespace().isEmpty()
                        || config.namespaces().isEmpty()
                        || config.namespaces().contains(key.namespace());
        if (ours) {
            changed.set(true);
            listener.run();
        }
    }

    private List<Kind<?>> kinds() {
        List<Kind<?>> kinds = new ArrayList<>();
        kinds.addAll(
                switch (config.role()) {
                    case NODE -> List.of(Kinds.NODE);
                    case POD -> List.of(Kinds.POD);
                    case SERVICE -> List.of(Kinds.SERVICE);
                    case ENDPOINTS, ENDPOINTSLICE ->
                            List.of(Kinds.ENDPOINT_SLICE, Kinds.SERVICE, Kinds.POD);
                    case INGRESS -> List.of(Kinds.INGRESS);
                });
        if (config.attachNode() && config.role() != Role.NODE) {
            kinds.add(Kinds.NODE);
        }
        if (config.attachNamespace()) {
            kinds.add(Kinds.NAMESPACE);
        }
        return kinds;
    }

    private List<TargetGroup> look() {
        List<TargetGroup> found = new ArrayList<>();
        switch (config.role()) {
            case NODE -> {
                for (Node node : objects.chosen(Kinds.NODE, Role.NODE)) {
                    found.add(ObjectTargets.group(node));
                }
            }
            case POD -> {
                for (Pod pod : objects.chosen(Kinds.POD, Role.POD)) {
                    TargetGroup group = PodTargets.group(pod, objects);
                    if (group != null) {
                        found.add(group);
                    }
                }
            }
            case SERVICE -> {
                for (Service service : objects.chosen(Kinds.SERVICE, Role.SERVICE)) {
                    found.add(ObjectTargets.group(service, objects));
                }
            }
            case ENDPOINTS, ENDPOINTSLICE -> {
                SliceTargets targets =
                        new SliceTargets(objects, config.role() == Role.ENDPOINTSLICE);
                for (EndpointSlice slice : objects.chosen(Kinds.ENDPOINT_SLICE, config.role())) {
                    found.add(targets.group(slice));
                }
            }
            case INGRESS -> {
                for (Ingress ingress : objects.chosen(Kinds.INGRESS, Role.INGRESS)) {
                    found.add(ObjectTargets.group(ingress, objects));
                }
            }
        }
        return found;
    }
}
