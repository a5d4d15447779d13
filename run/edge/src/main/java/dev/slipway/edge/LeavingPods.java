package dev.slipway.edge;

import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Pod;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Pods of which somebody said that they are about to stop. They are remembered by uid, since names
/// and addresses are used again, until the pod is gone. Thread-safe.
final class LeavingPods {
    /// A pod may be told to leave before its informer has seen it.
    private static final long UNSEEN_NANOS_MAX = Duration.ofMinutes(1).toNanos();

    private final Time time;
    private final Map<String, Leaving> leaving = new ConcurrentHashMap<>();

    LeavingPods(Time time) {
        this.time = time;
    }

    /// True if that is news.
    boolean add(ObjectKey pod, String uid) {
        return leaving.putIfAbsent(uid, new Leaving(pod, time.nanos())) == null;
    }

    Set<String> uids(EdgeObjects objects) {
        long now = time.nanos();
        leaving.entrySet()
                .removeIf(entry ->
                        !isThere(entry.getKey(), entry.getValue(), objects)
                                && now - entry.getValue().since > UNSEEN_NANOS_MAX);
        return Set.copyOf(leaving.keySet());
    }

    private static boolean isThere(String uid, Leaving pod, EdgeObjects objects) {
        Pod found = objects.pod(pod.key);
        return found != null && uid.equals(found.metadata().uid());
    }

    private record Leaving(ObjectKey key, long since) {}
}
