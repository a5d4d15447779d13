package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.config.ConfigKeeper;
import dev.slipway.config.Kept;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.MergeChange;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the template of a Rollout refers to: the workload whose template is released, and whose own
/// pods go away as `scaleDown` says, and the config that the pods are started with. Thread-safe.
final class WorkloadReferences {
    final Informer<Deployment> deployments;
    private final Informer<ReplicaSet> replicaSets;
    private final Resources<Deployment> resources;
    private final @Nullable ConfigKeeper config;

    WorkloadReferences(Cluster cluster, Informers informers, @Nullable ConfigKeeper config) {
        this.config = config;
        deployments = informers.of(Kinds.DEPLOYMENT);
        replicaSets = informers.of(Kinds.REPLICA_SET);
        resources = cluster.resources(Kinds.DEPLOYMENT);
    }

    /// What a reference leads to.
    private record Workload(ObjectMeta metadata, LabelSelector selector, ObjectNode template) {}

    /// Why the reference leads nowhere, or null.
    @Nullable String problem(Rollout rollout) {
        Rollout.WorkloadRef reference = rollout.spec().workloadRef();
        if (reference == null || find(rollout, reference) != null) {
            return null;
        }
        boolean known = isDeployment(reference) || isReplicaSet(reference);
        return known
                ? "spec.workloadRef: "
                        + reference.kind()
                        + " "
                        + key(rollout, reference)
                        + " not found"
                : "spec.workloadRef.kind: "
                        + reference.kind()
                        + " (expected: Deployment or ReplicaSet of apps/v1)";
    }

    /// A Rollout with the template that is to run, and the config it needs and does not find.
    record Resolved(Rollout rollout, List<String> missing) {}

    /// The template is that of the workload referred to, and so is the selector if the Rollout has
    /// none; with the config as it is now.
    Resolved resolved(Rollout rollout) {
        Rollout written = followed(rollout);
        if (config == null) {
            return new Resolved(written, List.of());
        }
        Kept kept = config.kept(rollout.key().namespace(), written.spec().template());
        return new Resolved(
                written.withTemplate(written.spec().selector(), kept.template()), kept.missing());
    }

    /// The Rollouts that use a ConfigMap or Secret.
    List<ObjectKey> using(Informer<Rollout> rollouts, ObjectKey changed) {
        return rollouts.inNamespace(changed.namespace()).stream()
                .filter(rollout ->
                        ConfigKeeper.names(followed(rollout).spec().template())
                                .contains(changed.name()))
                .map(Rollout::key)
                .toList();
    }

    private Rollout followed(Rollout rollout) {
        Rollout.WorkloadRef reference = rollout.spec().workloadRef();
        Workload workload = reference == null ? null : find(rollout, reference);
        if (workload == null) {
            return rollout;
        }
        LabelSelector own = rollout.spec().selector();
        boolean selects = !own.matchLabels().isEmpty() || !own.matchExpressions().isEmpty();
        return rollout.withTemplate(selects ? own : workload.selector(), workload.template());
    }

    /// The generation of the workload that is released; null where there is none.
    @Nullable String generation(Rollout rollout) {
        Rollout.WorkloadRef reference = rollout.spec().workloadRef();
        Workload workload = reference == null ? null : find(rollout, reference);
        Long generation = workload == null ? null : workload.metadata().generation();
        return generation == null ? null : generation.toString();
    }

    private @Nullable Workload find(Rollout rollout, Rollout.WorkloadRef reference) {
        ObjectKey key = key(rollout, reference);
        if (isDeployment(reference)) {
            Deployment found = deployments.find(key);
            return found == null
                    ? null
                    : new Workload(
                            found.metadata(), found.spec().selector(), found.spec().template());
        }
        if (isReplicaSet(reference)) {
            ReplicaSet found = replicaSets.find(key);
            return found == null
                    ? null
                    : new Workload(
                            found.metadata(), found.spec().selector(), found.spec().template());
        }
        return null;
    }

    private static ObjectKey key(Rollout rollout, Rollout.WorkloadRef reference) {
        return new ObjectKey(
                rollout.key().namespace(), reference.name() == null ? "" : reference.name());
    }

    static boolean isDeployment(Rollout.WorkloadRef reference) {
        return "Deployment".equals(reference.kind());
    }

    private static boolean isReplicaSet(Rollout.WorkloadRef reference) {
        return "ReplicaSet".equals(reference.kind());
    }

    /// The Rollouts that refer to a Deployment.
    static List<ObjectKey> referringTo(Informer<Rollout> rollouts, ObjectKey deployment) {
        return referring(rollouts, deployment, WorkloadReferences::isDeployment);
    }

    /// The Rollouts that refer to a ReplicaSet.
    static List<ObjectKey> referringToSet(Informer<Rollout> rollouts, ObjectKey set) {
        return referring(rollouts, set, WorkloadReferences::isReplicaSet);
    }

    private static List<ObjectKey> referring(
            Informer<Rollout> rollouts,
            ObjectKey workload,
            Predicate<Rollout.WorkloadRef> isOfItsKind) {
        return rollouts.inNamespace(workload.namespace()).stream()
                .filter(rollout -> {
                    Rollout.WorkloadRef reference = rollout.spec().workloadRef();
                    return reference != null
                            && isOfItsKind.test(reference)
                            && workload.name().equals(reference.name());
                })
                .map(Rollout::key)
                .toList();
    }

    /// Takes away pods that the Deployment runs itself: one for each of the Rollout's that has
    /// become available, or all once the Rollout has come to its end.
    void scaleDown(Scene scene, boolean complete) {
        Rollout.WorkloadRef reference = scene.rollout().spec().workloadRef();
        if (reference == null || !isDeployment(reference) || reference.scaleDown() == null) {
            return;
        }
        Deployment deployment = deployments.find(key(scene.rollout(), reference));
        if (deployment == null) {
            return;
        }
        int available = Scene.sum(scene.sets().all(), Scene::available);
        Integer specified = deployment.spec().replicas();
        int has = specified == null ? 1 : specified;
        int wanted =
                switch (reference.scaleDown()) {
                    case "onsuccess" -> complete ? 0 : has;
                    case "progressively" ->
                            complete ? 0 : Math.min(has, Math.max(0, scene.replicas() - available));
                    default -> has;
                };
        if (wanted != has) {
            ObjectNode spec = Json.object().put("replicas", wanted);
            resources.patch(deployment.key(), MergeChange.under("spec", spec));
        }
    }
}
