package dev.slipway.workloads;

import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Controller;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Removes the oldest pods that have ended beyond a number of them, and pods that are being deleted
/// but never came to a node. Has one key only.
final class PodGarbageReconciler implements Reconciler {
    private static final ObjectKey ALL = ObjectKey.clusterWide("all");

    private final Resources<Pod> resources;
    private final Informer<Pod> pods;
    private final int finishedMax;
    private final Time time;

    PodGarbageReconciler(Cluster cluster, Informers informers, int finishedMax, Time time) {
        this.resources = cluster.resources(Kinds.POD);
        this.pods = informers.of(Kinds.POD);
        this.finishedMax = finishedMax;
        this.time = time;
    }

    Controller controller() {
        return Controller.named("pod-garbage", this, time)
                .onChange(pods, pod -> isGarbage(pod) ? List.of(ALL) : List.of())
                .workers(1)
                .build();
    }

    @Override
    public Result reconcile(ObjectKey key) {
        List<Pod> finished =
                pods.all().stream()
                        .filter(pod -> pod.status().isTerminal())
                        .filter(pod -> !pod.metadata().isBeingDeleted())
                        .sorted(Comparator.comparing(PodGarbageReconciler::created))
                        .toList();
        int excess = Math.max(0, finished.size() - finishedMax);
        finished.subList(0, excess).forEach(this::delete);
        pods.all().stream().filter(PodGarbageReconciler::isStranded).forEach(this::delete);
        return Result.done();
    }

    private void delete(Pod pod) {
        resources.delete(
                pod.key(),
                DeleteOptions.ofUid(pod.metadata().storedUid()).withGracePeriod(Duration.ZERO));
    }

    private static boolean isGarbage(Pod pod) {
        return pod.status().isTerminal() || isStranded(pod);
    }

    private static boolean isStranded(Pod pod) {
        String node = pod.spec().nodeName();
        return pod.metadata().isBeingDeleted() && (node == null || node.isEmpty());
    }

    private static Instant created(Pod pod) {
        Instant created = pod.metadata().creationTimestamp();
        return created == null ? Instant.EPOCH : created;
    }
}
