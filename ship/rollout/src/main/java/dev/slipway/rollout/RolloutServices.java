package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.EndpointSlice;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ObjectReference;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.PodStatus;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.Service;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The canary and the stable service of a Rollout: whom they select, whom they reach by now, and
/// switching them over. Thread-safe.
final class RolloutServices {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final String BY_VERSION = "rollout-version";
    private static final String BY_SERVICE = "rollout-service";
    private static final String MANAGED_BY = "argo-rollouts.argoproj.io/managed-by-rollouts";

    private final Resources<Service> resources;
    final Informer<Service> services;
    final Informer<EndpointSlice> slices;
    final Informer<Pod> pods;

    RolloutServices(Cluster cluster, Informers informers) {
        resources = cluster.resources(Kinds.SERVICE);
        services = informers.of(Kinds.SERVICE);
        slices = informers.of(Kinds.ENDPOINT_SLICE);
        pods = informers.of(Kinds.POD);
        pods.addIndex(BY_VERSION, pod -> List.of(version(pod.key().namespace(), hash(pod))));
        slices.addIndex(BY_SERVICE, slice -> List.of(serviceOf(slice).toString()));
    }

    static ObjectKey serviceOf(EndpointSlice slice) {
        return new ObjectKey(
                slice.key().namespace(), slice.metadata().labels().getOrDefault(SERVICE_NAME, ""));
    }

    Scene.ServiceState state(String namespace, @Nullable String name) {
        Service service =
                name == null || name.isEmpty()
                        ? null
                        : services.find(new ObjectKey(namespace, name));
        if (service == null || name == null) {
            return Scene.ServiceState.NONE;
        }
        return new Scene.ServiceState(
                name,
                service.spec().selector().getOrDefault(Rollout.POD_TEMPLATE_HASH, ""),
                ready(service.key()));
    }

    /// Ready pods behind a service, by the hash of their template.
    private Map<String, Integer> ready(ObjectKey service) {
        Map<String, Integer> ready = new HashMap<>();
        Set<String> counted = new HashSet<>();
        for (EndpointSlice slice : slices.byIndex(BY_SERVICE, service.toString())) {
            for (EndpointSlice.Endpoint endpoint : slice.endpoints()) {
                ObjectReference target = endpoint.targetRef();
                boolean takesRequests = !Boolean.FALSE.equals(endpoint.conditions().ready());
                if (target != null && takesRequests && counted.add(target.name() + "")) {
                    ready.merge(hash(service.namespace(), target.name()), 1, Integer::sum);
                }
            }
        }
        return ready;
    }

    private String hash(String namespace, @Nullable String podName) {
        Pod pod = pods.find(new ObjectKey(namespace, podName == null ? "" : podName));
        return pod == null ? "unknown" : hash(pod);
    }

    private static String hash(Pod pod) {
        return pod.metadata().labels().getOrDefault(Rollout.POD_TEMPLATE_HASH, "");
    }

    private static String version(String namespace, String hash) {
        return namespace + "/" + hash;
    }

    /// The pods of a version.
    List<Pod> podsOf(Rollout rollout, String hash) {
        return pods.byIndex(BY_VERSION, version(rollout.key().namespace(), hash));
    }

    /// When the newest ready pod of a version started; null if there is none.
    @Nullable Instant newestInstance(Rollout rollout, String hash) {
        return pods.byIndex(BY_VERSION, version(rollout.key().namespace(), hash)).stream()
                .filter(pod -> pod.status().isReady())
                .flatMap(RolloutServices::starts)
                .max(Instant::compareTo)
                .orElse(null);
    }

    private static Stream<Instant> starts(Pod pod) {
        return pod.status().containerStatuses().stream()
                .map(container -> container.state().running())
                .flatMap(Stream::ofNullable)
                .map(PodStatus.Running::startedAt)
                .flatMap(Stream::ofNullable);
    }

    /// Services that select the pods of a Rollout, whatever their version.
    List<Service> selecting(Rollout rollout) {
        Map<String, String> labels = new HashMap<>();
        rollout.spec()
                .template()
                .at("/metadata/labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return services.inNamespace(rollout.key().namespace()).stream()
                .filter(service -> selects(service, labels))
                .toList();
    }

    private static boolean selects(Service service, Map<String, String> labels) {
        Map<String, String> selector = new HashMap<>(service.spec().selector());
        selector.remove(Rollout.POD_TEMPLATE_HASH);
        return !service.spec().selector().isEmpty()
                && labels.entrySet().containsAll(selector.entrySet());
    }

    /// Has the service select that version only; returns once that is durable.
    void select(Rollout rollout, String name, String hash) {
        ObjectNode change = Json.object();
        change.putObject("metadata").putObject("annotations").put(MANAGED_BY, rollout.key().name());
        change.putObject("spec").putObject("selector").put(Rollout.POD_TEMPLATE_HASH, hash);
        resources.patch(
                new ObjectKey(rollout.key().namespace(), name), new Patch.MergePatch(change));
    }

    /// Whether the Rollout had the service select a version.
    static boolean isManagedBy(Service service, Rollout rollout) {
        return rollout.key().name().equals(service.metadata().annotations().get(MANAGED_BY));
    }

    /// Has a service select all versions again.
    static Patch freeing() {
        ObjectNode change = Json.object();
        change.putObject("metadata").putObject("annotations").putNull(MANAGED_BY);
        change.putObject("spec").putObject("selector").putNull(Rollout.POD_TEMPLATE_HASH);
        return new Patch.MergePatch(change);
    }
}
