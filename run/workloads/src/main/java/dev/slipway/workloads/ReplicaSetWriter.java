package dev.slipway.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.OwnWrites;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the ReplicaSets of Deployments. Every change is conditional on the state it was decided
/// by, and remembered until it is visible.
final class ReplicaSetWriter {
    private static final int NAME_LENGTH_MAX = 253;

    private final Resources<ReplicaSet> sets;
    private final Resources<RawResource> rawSets;
    private final OwnWrites<ReplicaSet> ownWrites;
    private final EventRecorder events;

    ReplicaSetWriter(Cluster cluster, OwnWrites<ReplicaSet> ownWrites, EventRecorder events) {
        this.sets = cluster.resources(Kinds.REPLICA_SET);
        this.rawSets = cluster.resources(Kinds.REPLICA_SET.raw());
        this.ownWrites = ownWrites;
        this.events = events;
    }

    /// Makes the current ReplicaSet. Null if its name is taken by another template: then the hash
    /// must be made another.
    @Nullable ReplicaSet create(DeploymentView view, int replicas) {
        Deployment deployment = view.deployment();
        ObjectNode tree = tree(view, replicas);
        try {
            RawResource raw = rawSets.create(RawResource.of(tree));
            ReplicaSet created = Json.convert(raw.tree(), ReplicaSet.class);
            ownWrites.wrote(deployment.key(), created);
            if (replicas > 0) {
                tellScaled(deployment, created, 0, replicas);
            }
            return created;
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.ALREADY_EXISTS) {
                throw e;
            }
            return adoptedFromEarlier(deployment, RawResource.of(tree).key());
        }
    }

    /// The one that was created before the cache showed it, or null if the name is somebody else's.
    private @Nullable ReplicaSet adoptedFromEarlier(Deployment deployment, ObjectKey key) {
        ReplicaSet existing = sets.find(key).orElse(null);
        if (existing == null) {
            throw ApiException.conflict(Kinds.REPLICA_SET, key);
        }
        boolean ours =
                existing.metadata().isControlledBy(deployment.metadata().storedUid())
                        && PodTemplates.same(
                                existing.spec().template(), deployment.spec().template());
        if (!ours) {
            return null;
        }
        ownWrites.wrote(deployment.key(), existing);
        return existing;
    }

    /// Brings annotations and `minReadySeconds` of the current ReplicaSet up to date. True if there
    /// was something to change.
    boolean synchronize(DeploymentView view, ReplicaSet current) {
        ObjectNode patch = Json.object();
        Map<String, String> changes = Revisions.changes(view, current);
        if (!changes.isEmpty()) {
            ObjectNode annotations =
                    PodTemplates.object(PodTemplates.object(patch, "metadata"), "annotations");
            changes.forEach(annotations::put);
        }
        int minReady = minReadySeconds(view.deployment());
        if (ReplicaSetStatuses.minReadySeconds(current) != minReady) {
            patch.putObject("spec").put("minReadySeconds", minReady);
        }
        if (patch.isEmpty()) {
            return false;
        }
        patch(view.deployment(), current, patch);
        return true;
    }

    /// Sets the number of pods, and notes for what size of Deployment that was.
    void scale(DeploymentView view, Scaling scaling) {
        ReplicaSet set = scaling.set();
        Map<String, String> size = Revisions.size(view);
        boolean noted = set.metadata().annotations().entrySet().containsAll(size.entrySet());
        if (!scaling.changes() && (noted || scaling.replicas() == 0)) {
            return;
        }
        ObjectNode patch = Json.object();
        ObjectNode annotations =
                PodTemplates.object(PodTemplates.object(patch, "metadata"), "annotations");
        size.forEach(annotations::put);
        if (scaling.changes()) {
            patch.putObject("spec").put("replicas", scaling.replicas());
        }
        patch(view.deployment(), set, patch);
        if (scaling.changes()) {
            tellScaled(view.deployment(), set, scaling.before(), scaling.replicas());
        }
    }

    void delete(ReplicaSet set) {
        sets.delete(set.key(), DeleteOptions.ofUid(set.metadata().storedUid()));
    }

    private void patch(Deployment deployment, ReplicaSet set, ObjectNode patch) {
        PodTemplates.object(patch, "metadata")
                .put("uid", set.metadata().storedUid())
                .put("resourceVersion", set.metadata().resourceVersion());
        ownWrites.wrote(deployment.key(), sets.patch(set.key(), new Patch.MergePatch(patch)));
    }

    private void tellScaled(Deployment deployment, ReplicaSet set, int before, int after) {
        events.normal(
                Kinds.DEPLOYMENT,
                deployment,
                "ScalingReplicaSet",
                "Scaled %s replica set %s from %d to %d"
                        .formatted(
                                after > before ? "up" : "down", set.key().name(), before, after));
    }

    private static ObjectNode tree(DeploymentView view, int replicas) {
        Deployment deployment = view.deployment();
        String hash = view.currentHash();
        ObjectNode template = PodTemplates.withHash(deployment.spec().template(), hash);
        ObjectNode tree = Json.object();
        tree.put("apiVersion", "apps/v1");
        tree.put("kind", "ReplicaSet");
        ObjectNode metadata = tree.putObject("metadata");
        metadata.put("name", name(deployment.key().name(), hash));
        metadata.put("namespace", deployment.key().namespace());
        metadata.set("labels", template.path("metadata").path("labels").deepCopy());
        ObjectNode annotations = metadata.putObject("annotations");
        Revisions.initial(view).forEach(annotations::put);
        metadata.putArray("ownerReferences")
                .add(
                        Json.tree(
                                OwnerReference.controlledBy(
                                        Kinds.DEPLOYMENT, deployment.metadata())));
        ObjectNode spec = tree.putObject("spec");
        spec.put("replicas", replicas);
        spec.put("minReadySeconds", minReadySeconds(deployment));
        spec.set("selector", selector(deployment, hash));
        spec.set("template", template);
        return tree;
    }

    private static ObjectNode selector(Deployment deployment, String hash) {
        ObjectNode selector = Json.tree(deployment.spec().selector());
        PodTemplates.object(selector, "matchLabels").put(PodTemplates.HASH_LABEL, hash);
        return selector;
    }

    private static String name(String deployment, String hash) {
        int longest = NAME_LENGTH_MAX - hash.length() - 1;
        return (deployment.length() <= longest ? deployment : deployment.substring(0, longest))
                + "-"
                + hash;
    }

    private static int minReadySeconds(Deployment deployment) {
        Integer seconds = deployment.spec().minReadySeconds();
        return seconds == null ? 0 : seconds;
    }
}
