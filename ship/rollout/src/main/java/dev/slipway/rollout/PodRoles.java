package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives pods the labels and annotations of the role that their version has now: of the new version
/// or of the stable one. Running pods are changed in place; the ReplicaSet's template is changed
/// first, so that pods made meanwhile have them, too. Thread-safe.
final class PodRoles {
    /// On a ReplicaSet: the metadata of its role, as JSON.
    static final String EPHEMERAL = "rollout.argoproj.io/ephemeral-metadata";

    private static final Rollout.PodMetadata NOTHING = new Rollout.PodMetadata(Map.of(), Map.of());

    private final Resources<ReplicaSet> sets;
    private final Resources<Pod> pods;
    private final RolloutServices services;

    PodRoles(Cluster cluster, RolloutServices services) {
        this.sets = cluster.resources(Kinds.REPLICA_SET);
        this.pods = cluster.resources(Kinds.POD);
        this.services = services;
    }

    /// The metadata of the new version's pods and of the stable version's.
    private record Roles(
            Rollout.@Nullable PodMetadata newer, Rollout.@Nullable PodMetadata stable) {
        static Roles of(Rollout rollout) {
            Rollout.Canary canary = rollout.spec().strategy().canary();
            Rollout.BlueGreen blueGreen = rollout.spec().strategy().blueGreen();
            if (canary != null) {
                return new Roles(canary.canaryMetadata(), canary.stableMetadata());
            }
            return blueGreen == null
                    ? new Roles(null, null)
                    : new Roles(blueGreen.previewMetadata(), blueGreen.activeMetadata());
        }
    }

    /// What pods of the current version are to have at that position.
    static Rollout.PodMetadata ofCurrent(Rollout rollout, Position position) {
        Roles roles = Roles.of(rollout);
        return orNothing(position.isUpdating() ? roles.newer() : roles.stable());
    }

    private static Rollout.PodMetadata orNothing(Rollout.@Nullable PodMetadata metadata) {
        return metadata == null ? NOTHING : metadata;
    }

    void give(Scene scene) {
        Roles roles = Roles.of(scene.rollout());
        ReplicaSet current = scene.sets().current();
        ReplicaSet stable = scene.sets().stable();
        give(scene, current, ofCurrent(scene.rollout(), scene.position()));
        if (stable != null && scene.position().isUpdating()) {
            give(scene, stable, orNothing(roles.stable()));
        }
        scene.sets().others().forEach(other -> give(scene, other, NOTHING));
    }

    private void give(Scene scene, ReplicaSet set, Rollout.PodMetadata wanted) {
        Rollout.PodMetadata had = had(set);
        if (!had.equals(wanted)) {
            ObjectNode change = Json.object();
            ObjectNode annotations = change.putObject("metadata").putObject("annotations");
            annotations.put(
                    EPHEMERAL, wanted.equals(NOTHING) ? null : Json.tree(wanted).toString());
            change.putObject("spec")
                    .putObject("template")
                    .set("metadata", difference(had, wanted, null));
            sets.patch(set.key(), new Patch.MergePatch(change));
        }
        Roles roles = Roles.of(scene.rollout());
        Rollout.PodMetadata any = union(had, orNothing(roles.newer()), orNothing(roles.stable()));
        if (any.equals(NOTHING)) {
            return;
        }
        for (Pod pod : services.podsOf(scene.rollout(), Scene.hash(set))) {
            ObjectNode change = difference(any, wanted, pod);
            if (!change.isEmpty() && !pod.metadata().isBeingDeleted()) {
                give(pod, change);
            }
        }
    }

    private void give(Pod pod, ObjectNode metadata) {
        ObjectNode change = Json.object();
        change.set("metadata", metadata);
        try {
            pods.patch(pod.key(), new Patch.MergePatch(change));
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    private static Rollout.PodMetadata union(Rollout.PodMetadata... all) {
        Map<String, String> labels = new HashMap<>();
        Map<String, String> annotations = new HashMap<>();
        for (Rollout.PodMetadata metadata : all) {
            labels.putAll(metadata.labels());
            annotations.putAll(metadata.annotations());
        }
        return new Rollout.PodMetadata(labels, annotations);
    }

    /// The change that takes away what is in `before` only and puts what is wanted; of a pod just
    /// what it lacks or must not have.
    private static ObjectNode difference(
            Rollout.PodMetadata before, Rollout.PodMetadata wanted, @Nullable Pod pod) {
        ObjectNode change = Json.object();
        put(
                change,
                "labels",
                before.labels(),
                wanted.labels(),
                pod == null ? null : pod.metadata().labels());
        put(
                change,
                "annotations",
                before.annotations(),
                wanted.annotations(),
                pod == null ? null : pod.metadata().annotations());
        return change;
    }

    private static void put(
            ObjectNode change,
            String field,
            Map<String, String> before,
            Map<String, String> wanted,
            @Nullable Map<String, String> present) {
        ObjectNode fields = Json.object();
        Set<String> names = new HashSet<>(before.keySet());
        names.addAll(wanted.keySet());
        for (String name : names) {
            String value = wanted.get(name);
            String now = present == null ? null : present.get(name);
            if (present == null || !Objects.equals(value, now)) {
                fields.put(name, value);
            }
        }
        if (!fields.isEmpty()) {
            change.set(field, fields);
        }
    }

    private static Rollout.PodMetadata had(ReplicaSet set) {
        String text = set.metadata().annotations().get(EPHEMERAL);
        if (text == null) {
            return NOTHING;
        }
        try {
            return Json.read(text.getBytes(StandardCharsets.UTF_8), Rollout.PodMetadata.class);
        } catch (ApiException _) {
            // Not by us; what it says cannot be taken away.
            return NOTHING;
        }
    }

    /// Takes out of a template what the role of its ReplicaSet put there.
    static void strip(ReplicaSet set, ObjectNode template) {
        Rollout.PodMetadata had = had(set);
        if (template.at("/metadata/labels") instanceof ObjectNode labels) {
            labels.remove(had.labels().keySet());
        }
        if (template.at("/metadata/annotations") instanceof ObjectNode annotations) {
            annotations.remove(had.annotations().keySet());
        }
    }
}
