package dev.slipway.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.MergeChange;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Release;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import org.jspecify.annotations.Nullable;

/// A Rollout. Its status says all there is to know.
record RolloutPart(
        ObjectKey key,
        Informer<Rollout> rollouts,
        Resources<Rollout> resources,
        WorkloadWrites writes)
        implements TrafficPart {
    @Override
    public String id() {
        return "Rollout " + key.name();
    }

    @Override
    public boolean exists() {
        Rollout rollout = rollouts.find(key);
        return rollout != null && !rollout.metadata().isBeingDeleted();
    }

    @Override
    public @Nullable String obstacle(ObjectNode wanted) {
        Rollout rollout = rollouts.find(key);
        if (rollout == null) {
            return id() + " does not exist";
        }
        return rollout.spec().workloadRef() != null
                ? id() + " takes its template from another workload, where a release cannot set it"
                : Images.obstacle(id(), rollout.spec().template(), wanted);
    }

    @Override
    public ObjectNode state(ObjectNode like) {
        Rollout rollout = rollouts.find(key);
        return Images.state(rollout == null ? Json.object() : rollout.spec().template(), like);
    }

    @Override
    public void put(ObjectNode wanted) {
        writes.images(key, null, wanted);
    }

    @Override
    public void putBack(ObjectNode tried, ObjectNode then) {
        writes.images(key, tried, then);
    }

    @Override
    public Standing standing() {
        Rollout rollout = rollouts.find(key);
        if (rollout == null || !isObserved(rollout)) {
            return Standing.UNKNOWN;
        }
        RolloutStatus status = rollout.status();
        boolean complete =
                "Healthy".equals(status.phase())
                        && status.stableRS() != null
                        && status.stableRS().equals(status.currentPodHash());
        boolean refused = status.aborted();
        boolean degraded = "Degraded".equals(status.phase());
        boolean bad = refused || (degraded && !isHeld(rollout));
        String message =
                degraded && status.message() != null ? status.message() : "its update was aborted";
        RolloutStatus.GuardStatus guard = status.guard();
        String verdict =
                guard != null
                                && guard.podTemplateHash() != null
                                && guard.podTemplateHash().equals(status.currentPodHash())
                        ? guard.verdict()
                        : null;
        return new Standing(
                complete ? 100 : weight(rollout),
                complete,
                verdict == null || verdict.equals("Healthy") || verdict.equals("TooLittleTraffic"),
                bad ? message : null,
                refused,
                verdict);
    }

    @Override
    public @Nullable Integer limit() {
        Rollout rollout = rollouts.find(key);
        return rollout == null ? null : Limits.of(rollout.metadata().annotations());
    }

    @Override
    public void limit(int percent) {
        writes.annotate(key, Release.LIMIT, Integer.toString(percent));
    }

    @Override
    public boolean withdraw() {
        Rollout rollout = rollouts.find(key);
        if (rollout == null || !isObserved(rollout) || !isUpdating(rollout.status())) {
            return true;
        }
        if (!rollout.status().aborted()) {
            resources.patchStatus(
                    key, MergeChange.under("status", Json.object().put("abort", true)));
            return false;
        }
        return weight(rollout) == 0;
    }

    @Override
    public void letGo() {
        writes.annotate(key, Release.LIMIT, null);
    }

    private static boolean isObserved(Rollout rollout) {
        return String.valueOf(rollout.metadata().generation())
                .equals(rollout.status().observedGeneration());
    }

    /// It has as much as the release lets it have: that it does not get further is no fault of its.
    private static boolean isHeld(Rollout rollout) {
        Integer limit = Limits.of(rollout.metadata().annotations());
        return limit != null && limit < 100 && weight(rollout) >= limit;
    }

    private static boolean isUpdating(RolloutStatus status) {
        return status.stableRS() != null && !status.stableRS().equals(status.currentPodHash());
    }

    private static int weight(Rollout rollout) {
        RolloutStatus status = rollout.status();
        RolloutStatus.Weights weights = status.canary().weights();
        if (weights != null && weights.canary() != null) {
            return Math.min(99, weights.canary().weight() * 100 / total(rollout));
        }
        if (status.aborted()) {
            return 0;
        }
        int replicas = rollout.spec().replicasWanted();
        int updated = status.updatedReplicas() == null ? 0 : status.updatedReplicas();
        return replicas == 0 ? 0 : Math.min(99, updated * 100 / replicas);
    }

    private static int total(Rollout rollout) {
        Rollout.Canary canary = rollout.spec().strategy().canary();
        Rollout.TrafficRouting routing = canary == null ? null : canary.trafficRouting();
        Integer total = routing == null ? null : routing.maxTrafficWeight();
        return total == null || total <= 0 ? 100 : total;
    }
}
