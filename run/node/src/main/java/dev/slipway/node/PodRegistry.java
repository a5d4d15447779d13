package dev.slipway.node;

import dev.slipway.model.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The pods of this node, by uid: two pods of one name can overlap while the older one ends.
/// Thread-safe.
final class PodRegistry {
    private final Map<String, ActivePod> pods = new ConcurrentHashMap<>();

    @Nullable ActivePod find(String uid) {
        return pods.get(uid);
    }

    List<ActivePod> withKey(ObjectKey key) {
        return pods.values().stream().filter(pod -> pod.key().equals(key)).toList();
    }

    List<ActivePod> all() {
        return List.copyOf(pods.values());
    }

    ActivePod add(ActivePod pod) {
        pods.put(pod.uid(), pod);
        return pod;
    }

    void remove(String uid) {
        pods.remove(uid);
    }
}
