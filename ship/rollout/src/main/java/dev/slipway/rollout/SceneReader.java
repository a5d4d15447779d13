package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.evidence.Guard;
import dev.slipway.model.Json;
import dev.slipway.model.TemplateHash;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import java.time.Instant;
import java.util.List;

/// Puts together what a decision depends on. Pure.
final class SceneReader {
    private SceneReader() {}

    /// What is there besides the ReplicaSets.
    record Surroundings(
            Scene.Routing routing,
            List<Run> runs,
            List<Run> experiments,
            List<PluginStatus> plugins,
            Guard guard) {}

    static Scene read(
            Rollout rollout,
            List<ReplicaSet> sets,
            ReplicaSet current,
            Surroundings around,
            Instant now) {
        Position position = Position.of(rollout, Scene.hash(current), stepHash(rollout), now);
        Scene.Sets known = Scene.Sets.of(sets, current, position.stableHash());
        if (known.stable() == null && position.isUpdating()) {
            // The stable version was deleted by hand.
            position = position.withoutStable();
        }
        if (begins(rollout, position) && Promotion.isKnownGood(rollout, known)) {
            position = position.promotingFull();
        }
        return new Scene(
                rollout,
                position,
                known,
                around.routing(),
                around.runs(),
                around.experiments(),
                around.plugins(),
                around.guard(),
                now);
    }

    private static boolean begins(Rollout rollout, Position position) {
        return position.isUpdating()
                && !position.podHash().equals(rollout.status().currentPodHash());
    }

    /// The hash of the template: that of the ReplicaSet made from it, or of one whose stored
    /// template it is (as after an undo, where it carries defaults), or a new one.
    static String templateHash(Rollout rollout, List<ReplicaSet> sets) {
        Integer collisions = rollout.status().collisionCount();
        String hash =
                TemplateHash.of(rollout.spec().template(), collisions == null ? 0 : collisions);
        if (RolloutReplicaSets.find(sets, hash) != null) {
            return hash;
        }
        ObjectNode wanted = withoutEmpty(rollout.spec().template().deepCopy());
        for (ReplicaSet set : sets) {
            if (!Scene.hash(set).isEmpty() && template(set).equals(wanted)) {
                return Scene.hash(set);
            }
        }
        return hash;
    }

    /// The template as it was before hash, role and anti-affinity were put into it.
    static ObjectNode template(ReplicaSet set) {
        ObjectNode template = set.spec().template().deepCopy();
        if (template.at("/metadata/labels") instanceof ObjectNode labels) {
            labels.remove(Rollout.POD_TEMPLATE_HASH);
        }
        PodRoles.strip(set, template);
        AntiAffinity.strip(template);
        return withoutEmpty(template);
    }

    /// Annotations that were taken away leave an empty object behind.
    private static ObjectNode withoutEmpty(ObjectNode template) {
        if (template.get("metadata") instanceof ObjectNode metadata
                && metadata.path("annotations").isObject()
                && metadata.path("annotations").isEmpty()) {
            metadata.remove("annotations");
        }
        return template;
    }

    static String stepHash(Rollout rollout) {
        return TemplateHash.of(Json.tree(new Steps(CanaryPlan.steps(rollout))), 0);
    }

    private record Steps(List<Rollout.Step> steps) {}
}
