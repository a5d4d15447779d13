package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.OwnedObjects;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The ReplicaSets of Rollouts: one for each version of the template, by a name that follows from
/// the template, so that creating one twice is impossible. Thread-safe.
final class RolloutReplicaSets {
    static final String DESIRED_REPLICAS = "rollout.argoproj.io/desired-replicas";

    private static final int HISTORY_DEFAULT = 10;

    private final Resources<ReplicaSet> resources;
    private final OwnedObjects<ReplicaSet> owned;
    final Informer<ReplicaSet> informer;

    RolloutReplicaSets(Cluster cluster, Informers informers) {
        resources = cluster.resources(Kinds.REPLICA_SET);
        informer = informers.of(Kinds.REPLICA_SET);
        owned =
                new OwnedObjects<>(
                        Kinds.ROLLOUT, cluster.resources(Kinds.ROLLOUT), informer, resources);
    }

    List<ReplicaSet> of(Rollout rollout) {
        return owned.claim(rollout.metadata(), rollout.spec().selector());
    }

    static @Nullable ReplicaSet find(List<ReplicaSet> sets, String hash) {
        for (ReplicaSet set : sets) {
            if (Scene.hash(set).equals(hash)) {
                return set;
            }
        }
        return null;
    }

    static long revision(ReplicaSet set) {
        String text = set.metadata().annotations().getOrDefault(Rollout.REVISION, "0");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /// The number that a version becoming the current one gets.
    static long nextRevision(List<ReplicaSet> sets, @Nullable ReplicaSet current) {
        long highest = 0;
        for (ReplicaSet set : sets) {
            if (current == null || !set.key().equals(current.key())) {
                highest = Math.max(highest, revision(set));
            }
        }
        return highest + 1;
    }

    /// False if the name is taken by something that is not this Rollout's.
    boolean create(Rollout rollout, String hash, long revision) {
        ReplicaSet set = newSet(rollout, hash, revision);
        try {
            resources.create(set);
            return true;
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.ALREADY_EXISTS) {
                throw e;
            }
            return resources
                    .find(set.key())
                    .map(found -> found.metadata().isControlledBy(rollout.metadata().storedUid()))
                    .orElse(true);
        }
    }

    private static ReplicaSet newSet(Rollout rollout, String hash, long revision) {
        ObjectNode template = rollout.spec().template().deepCopy();
        ObjectNode labels = template.withObject("/metadata").withObject("/labels");
        labels.put(Rollout.POD_TEMPLATE_HASH, hash);
        AntiAffinity.add(rollout, hash, template);
        Map<String, String> setLabels = new HashMap<>();
        labels.properties().forEach(l -> setLabels.put(l.getKey(), l.getValue().asText()));
        Map<String, String> matchLabels = new HashMap<>(rollout.spec().selector().matchLabels());
        matchLabels.put(Rollout.POD_TEMPLATE_HASH, hash);
        ObjectMeta metadata =
                ObjectMeta.named(rollout.key().namespace(), rollout.key().name() + "-" + hash)
                        .withLabels(setLabels)
                        .withAnnotations(Map.of(Rollout.REVISION, Long.toString(revision)))
                        .withOwner(OwnerReference.controlledBy(Kinds.ROLLOUT, rollout.metadata()));
        return new ReplicaSet(
                metadata,
                new ReplicaSet.ReplicaSetSpec(
                        0,
                        rollout.spec().minReadySeconds(),
                        new LabelSelector(
                                matchLabels, rollout.spec().selector().matchExpressions()),
                        template),
                Json.empty(ReplicaSet.ReplicaSetStatus.class));
    }

    void apply(Rollout rollout, Scaling.Order order) {
        ObjectNode change = Json.object();
        ObjectNode annotations = change.putObject("metadata").putObject("annotations");
        annotations.put(DESIRED_REPLICAS, Integer.toString(rollout.spec().replicasWanted()));
        if (order.deadline() == null) {
            annotations.putNull(Scaling.DEADLINE);
        } else {
            annotations.put(Scaling.DEADLINE, Json.time(order.deadline()));
        }
        change.putObject("spec").put("replicas", order.replicas());
        resources.patch(order.set().key(), new Patch.MergePatch(change));
    }

    void annotate(ReplicaSet set, String name, @Nullable String value) {
        ObjectNode change = Json.object();
        change.putObject("metadata").putObject("annotations").put(name, value);
        resources.patch(set.key(), new Patch.MergePatch(change));
    }

    /// Notes a version that has become the stable one as good, and deletes the oldest.
    void tidy(Scene scene) {
        Position position = scene.position();
        ReplicaSet current = scene.sets().current();
        boolean promoted = !position.isUpdating() && !position.isFirstDeploy();
        if (promoted && !Promotion.isNoted(current)) {
            annotate(current, Promotion.PROMOTED, "true");
        }
        forgetOldest(scene);
    }

    /// Deletes the oldest versions that run no pods beyond the history that is kept; not the one
    /// that one may still have to go back to.
    private void forgetOldest(Scene scene) {
        Integer limit = scene.rollout().spec().revisionHistoryLimit();
        List<ReplicaSet> idle =
                scene.sets().others().stream()
                        .filter(set -> isIdle(set) && !isPrevious(scene, set))
                        .sorted(Comparator.comparingLong(RolloutReplicaSets::revision))
                        .toList();
        int excess = idle.size() - (limit == null ? HISTORY_DEFAULT : limit);
        for (int i = 0; i < excess; i++) {
            ReplicaSet set = idle.get(i);
            resources.delete(
                    new ObjectKey(set.key().namespace(), set.key().name()),
                    DeleteOptions.ofUid(set.metadata().storedUid()));
        }
    }

    private static boolean isPrevious(Scene scene, ReplicaSet set) {
        Position.Previous previous = scene.position().previous();
        return previous != null && previous.hash().equals(Scene.hash(set));
    }

    private static boolean isIdle(ReplicaSet set) {
        return Scene.wanted(set) == 0
                && set.status().replicas() == 0
                && !set.metadata().isBeingDeleted();
    }
}
