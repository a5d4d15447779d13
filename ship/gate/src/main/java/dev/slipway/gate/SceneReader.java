package dev.slipway.gate;

import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Namespace;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads what the guard must know of a Deployment. Thread-safe.
final class SceneReader {
    final Informer<Deployment> deployments;
    final Informer<ReplicaSet> sets;
    final Informer<Service> services;
    final Informer<Namespace> namespaces;
    final Informer<Pod> pods;
    private final Time time;

    SceneReader(Informers informers, Time time) {
        this.deployments = informers.of(Kinds.DEPLOYMENT);
        this.sets = informers.of(Kinds.REPLICA_SET);
        this.services = informers.of(Kinds.SERVICE);
        this.namespaces = informers.of(Kinds.NAMESPACE);
        this.pods = informers.of(Kinds.POD);
        this.time = time;
    }

    @Nullable Scene read(ObjectKey key) {
        Deployment deployment = deployments.find(key);
        return deployment == null ? null : read(deployment);
    }

    /// The current version is the one with the newest revision: the Deployment controller numbers
    /// it before it gives it pods.
    Scene read(Deployment deployment) {
        List<Version> versions = new ArrayList<>();
        for (ReplicaSet set :
                sets.byIndex(Informer.BY_CONTROLLER, deployment.metadata().storedUid())) {
            if (!set.metadata().isBeingDeleted()) {
                versions.add(Version.of(set));
            }
        }
        versions.sort(Comparator.comparingLong(Version::revision));
        return scene(deployment, versions.isEmpty() ? null : versions.removeLast(), versions);
    }

    /// The Deployment with this version as its current one, although its ReplicaSet is yet to be
    /// made or to be numbered.
    Scene read(Deployment deployment, String hash) {
        Scene scene = read(deployment);
        Version newest = scene.current();
        if (newest == null || newest.hash().equals(hash)) {
            return scene;
        }
        List<Version> others = new ArrayList<>(scene.others());
        others.add(newest);
        Version wanted = null;
        for (Version version : scene.others()) {
            if (version.hash().equals(hash)) {
                wanted = version;
                others.remove(version);
            }
        }
        return scene(deployment, wanted, others);
    }

    private Scene scene(Deployment deployment, @Nullable Version current, List<Version> others) {
        Namespace namespace = namespaces.find(new ObjectKey("", deployment.key().namespace()));
        GateOptions options =
                GateOptions.of(
                        deployment.metadata().annotations(),
                        namespace == null ? Map.of() : namespace.metadata().annotations());
        return new Scene(deployment, options, current, others, servicesOf(deployment), time.now());
    }

    private List<Service> servicesOf(Deployment deployment) {
        Map<String, String> labels = labels(deployment);
        return services.inNamespace(deployment.key().namespace()).stream()
                .filter(service -> selects(service, labels))
                .toList();
    }

    /// The Deployments whose pods the Service selects.
    List<Deployment> behind(Service service) {
        return deployments.inNamespace(service.key().namespace()).stream()
                .filter(deployment -> selects(service, labels(deployment)))
                .toList();
    }

    static boolean selects(Service service, Map<String, String> labels) {
        Map<String, String> selector = service.spec().selector();
        return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }

    private static Map<String, String> labels(Deployment deployment) {
        Map<String, String> labels = new HashMap<>();
        deployment
                .spec()
                .template()
                .path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    /// When the newest pod of the version that is ready started.
    @Nullable Instant newestInstance(Version version) {
        return pods.byIndex(Informer.BY_CONTROLLER, version.set().metadata().storedUid()).stream()
                .filter(pod -> pod.status().isReady())
                .map(pod -> pod.status().startTime())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}
