package dev.slipway.rollout;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.slipway.client.Cluster;
import dev.slipway.client.ListQuery;
import dev.slipway.client.Resources;
import dev.slipway.controller.MergeChange;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import java.util.Comparator;
import java.util.List;

/// What people do to a rollout, by the same changes to the object that Argo's command line makes.
/// Every method throws [ApiException] if it cannot be done. Thread-safe.
public final class RolloutActions {
    private final Resources<Rollout> rollouts;
    private final Resources<ReplicaSet> replicaSets;
    private final Resources<Deployment> deployments;

    public RolloutActions(Cluster cluster) {
        requireNonNull(cluster, "cluster");
        this.rollouts = cluster.resources(Kinds.ROLLOUT);
        this.replicaSets = cluster.resources(Kinds.REPLICA_SET);
        this.deployments = cluster.resources(Kinds.DEPLOYMENT);
    }

    /// A version that was: the ReplicaSet that keeps its template, and how many pods it runs.
    public record Revision(long number, String replicaSet, int replicas) {}

    /// Ends the pause that the update is in; without a pause, skips the step it is at.
    public void promote(ObjectKey key) {
        Rollout rollout = underWay(key);
        RolloutStatus status = rollout.status();
        if (Boolean.TRUE.equals(rollout.spec().paused())) {
            ObjectNode spec = Json.object();
            spec.putNull("paused");
            rollouts.patch(key, MergeChange.under("spec", spec));
        }
        ObjectNode change = Json.object();
        change.putNull("pauseConditions");
        boolean skips = status.pauseConditions().isEmpty() || isUnclear(status);
        if (skips && status.currentStepIndex() != null) {
            change.put("controllerPause", false);
            change.put("currentStepIndex", status.currentStepIndex() + 1);
        }
        rollouts.patchStatus(key, MergeChange.under("status", change));
    }

    /// The analysis of the step has no clear result; to go on is to leave that step.
    private static boolean isUnclear(RolloutStatus status) {
        RolloutStatus.RunStatus run = status.canary().currentStepAnalysisRunStatus();
        return run != null && Run.INCONCLUSIVE.equals(run.status());
    }

    /// Skips all steps that are left.
    public void promoteFull(ObjectKey key) {
        underWay(key);
        ObjectNode change = Json.object();
        change.put("promoteFull", true);
        change.putNull("pauseConditions");
        rollouts.patchStatus(key, MergeChange.under("status", change));
    }

    /// Gives the update up: all traffic goes back to the stable version.
    public void abort(ObjectKey key) {
        updating(key);
        rollouts.patchStatus(key, MergeChange.under("status", Json.object().put("abort", true)));
    }

    /// Tries an update anew that was given up.
    public void retry(ObjectKey key) {
        Rollout rollout = find(key);
        if (!rollout.status().aborted()) {
            throw refused("rollout " + key + " was not aborted");
        }
        rollouts.patchStatus(key, MergeChange.under("status", Json.object().put("abort", false)));
    }

    /// Holds the update where it is, or lets it go on.
    public void pause(ObjectKey key, boolean paused) {
        find(key);
        ObjectNode spec = Json.object();
        if (paused) {
            spec.put("paused", true);
        } else {
            spec.putNull("paused");
        }
        rollouts.patch(key, MergeChange.under("spec", spec));
    }

    /// The versions there are, oldest first.
    public List<Revision> history(ObjectKey key) {
        return setsOf(find(key)).stream()
                .map(set ->
                        new Revision(
                                RolloutReplicaSets.revision(set),
                                set.key().name(),
                                set.status().replicas()))
                .toList();
    }

    /// Makes the template of an earlier version the wanted one again; revision 0 means the one
    /// before the current. Returns which revision it was.
    @CanIgnoreReturnValue
    public long undo(ObjectKey key, long revision) {
        Rollout rollout = find(key);
        List<ReplicaSet> sets = setsOf(rollout);
        ReplicaSet target = target(key, sets, revision);
        ObjectNode template = SceneReader.template(target);
        Rollout.WorkloadRef reference = rollout.spec().workloadRef();
        if (reference == null) {
            rollouts.patch(key, change(rollout.metadata(), rollout.spec().template(), template));
        } else if (WorkloadReferences.isDeployment(reference) && reference.name() != null) {
            undo(new ObjectKey(key.namespace(), reference.name()), template);
        } else {
            throw refused(
                    "rollout "
                            + key
                            + " takes its template from "
                            + reference.kind()
                            + " "
                            + reference.name()
                            + ", which cannot be changed");
        }
        return RolloutReplicaSets.revision(target);
    }

    /// The template is the Deployment's.
    private void undo(ObjectKey key, ObjectNode template) {
        Deployment deployment =
                deployments
                        .find(key)
                        .orElseThrow(() -> ApiException.notFound(Kinds.DEPLOYMENT, key));
        deployments.patch(
                key, change(deployment.metadata(), deployment.spec().template(), template));
    }

    private static Patch.MergePatch change(ObjectMeta of, ObjectNode before, ObjectNode template) {
        ObjectNode change = Json.object();
        change.putObject("metadata").put("resourceVersion", of.resourceVersion());
        change.putObject("spec").set("template", MergeChange.between(before, template));
        return new Patch.MergePatch(change);
    }

    private static ReplicaSet target(ObjectKey key, List<ReplicaSet> sets, long revision) {
        if (revision == 0) {
            if (sets.size() < 2) {
                throw refused("rollout " + key + " has no earlier version to go back to");
            }
            return sets.get(sets.size() - 2);
        }
        return sets.stream()
                .filter(set -> RolloutReplicaSets.revision(set) == revision)
                .findFirst()
                .orElseThrow(() ->
                        refused(
                                "rollout "
                                        + key
                                        + " has no revision "
                                        + revision
                                        + " (there are: "
                                        + sets.stream().map(RolloutReplicaSets::revision).toList()
                                        + ")"));
    }

    private List<ReplicaSet> setsOf(Rollout rollout) {
        String uid = rollout.metadata().storedUid();
        return replicaSets.list(ListQuery.inNamespace(rollout.key().namespace())).items().stream()
                .filter(set -> set.metadata().isControlledBy(uid))
                .sorted(Comparator.comparingLong(RolloutReplicaSets::revision))
                .toList();
    }

    private Rollout underWay(ObjectKey key) {
        Rollout rollout = updating(key);
        if (rollout.status().aborted()) {
            throw refused("rollout " + key + " was aborted (retry it first)");
        }
        return rollout;
    }

    private Rollout updating(ObjectKey key) {
        Rollout rollout = find(key);
        RolloutStatus status = rollout.status();
        boolean settled =
                status.stableRS() == null || status.stableRS().equals(status.currentPodHash());
        if (settled) {
            throw refused("rollout " + key + " is not being updated");
        }
        return rollout;
    }

    private Rollout find(ObjectKey key) {
        return rollouts.find(key).orElseThrow(() -> ApiException.notFound(Kinds.ROLLOUT, key));
    }

    private static ApiException refused(String message) {
        return ApiException.badRequest(message);
    }
}
