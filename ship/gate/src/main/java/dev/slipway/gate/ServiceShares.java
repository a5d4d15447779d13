package dev.slipway.gate;

import dev.slipway.controller.Informer;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.Service;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// How the traffic of Services is divided among versions. Answers are kept, since they are asked
/// for often, and worked out anew when something they follow from changes. Thread-safe.
///
/// A Service that leads to anything else besides the pods of one Deployment is not divided: nobody
/// could say what the other pods are to get.
final class ServiceShares {
    private static final String HASH = "pod-template-hash";

    private final SceneReader reader;
    private final Map<ObjectKey, Map<String, Integer>> known = new ConcurrentHashMap<>();
    private final Map<ObjectKey, Set<ObjectKey>> servicesOf = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    ServiceShares(SceneReader reader) {
        this.reader = reader;
        reader.pods.addListener(this::podChanged);
        reader.services.addListener(delta -> refresh(delta.object().key()));
    }

    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    Map<String, Integer> of(ObjectKey service) {
        return known.computeIfAbsent(service, this::compute);
    }

    /// The Deployment, or something that it depends on, has changed; it may have left Services.
    void refresh(Scene scene) {
        Set<ObjectKey> now = new HashSet<>();
        scene.services().forEach(service -> now.add(service.key()));
        Set<ObjectKey> before = servicesOf.put(scene.deployment().key(), now);
        Set<ObjectKey> concerned = new HashSet<>(now);
        concerned.addAll(before == null ? Set.of() : before);
        concerned.forEach(this::refresh);
    }

    /// The Deployment is gone.
    void forget(ObjectKey deployment) {
        Set<ObjectKey> before = servicesOf.remove(deployment);
        if (before != null) {
            before.forEach(this::refresh);
        }
    }

    private void refresh(ObjectKey service) {
        Map<String, Integer> before = known.get(service);
        if (before == null) {
            return;
        }
        if (reader.services.find(service) == null) {
            known.remove(service);
            return;
        }
        Map<String, Integer> after = compute(service);
        if (!after.equals(known.put(service, after))) {
            listeners.forEach(Runnable::run);
        }
    }

    /// Pods that come or go may be somebody else's.
    private void podChanged(Informer.Delta<Pod> delta) {
        if (delta.before() != null && delta.after() != null) {
            return;
        }
        Map<String, String> labels = delta.object().metadata().labels();
        for (Service service : reader.services.inNamespace(delta.object().key().namespace())) {
            if (known.containsKey(service.key()) && SceneReader.selects(service, labels)) {
                refresh(service.key());
            }
        }
    }

    private Map<String, Integer> compute(ObjectKey key) {
        Service service = reader.services.find(key);
        List<Deployment> behind = service == null ? List.of() : reader.behind(service);
        if (service == null || behind.size() != 1) {
            return Map.of();
        }
        Scene scene = reader.read(behind.getFirst());
        Map<String, Integer> shares = scene.shares();
        return shares.isEmpty() || leadsElsewhere(service, scene) ? Map.of() : shares;
    }

    private boolean leadsElsewhere(Service service, Scene scene) {
        Set<String> own = new HashSet<>();
        scene.others().forEach(version -> own.add(version.hash()));
        if (scene.current() != null) {
            own.add(scene.current().hash());
        }
        return reader.pods.inNamespace(service.key().namespace()).stream()
                .filter(pod -> !pod.status().isTerminal())
                .map(pod -> pod.metadata().labels())
                .anyMatch(labels ->
                        SceneReader.selects(service, labels)
                                && !own.contains(labels.getOrDefault(HASH, "")));
    }
}
