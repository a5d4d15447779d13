package dev.slipway.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.controller.Informer;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Deployment.DeploymentStatus;
import dev.slipway.model.kinds.Release;
import dev.slipway.model.kinds.ReplicaSet;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A Deployment. What its guard found stands in an annotation of the new version's ReplicaSet and
/// in the condition `Judged`; without a guard the numbers of its pods are its share of traffic.
record DeploymentPart(
        ObjectKey key,
        Informer<Deployment> deployments,
        Informer<ReplicaSet> sets,
        WorkloadWrites writes)
        implements TrafficPart {
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String PROGRESS = "slipway.dev/guard-progress";
    private static final String HASH = "pod-template-hash";

    @Override
    public String id() {
        return "Deployment " + key.name();
    }

    @Override
    public boolean exists() {
        Deployment deployment = deployments.find(key);
        return deployment != null && !deployment.metadata().isBeingDeleted();
    }

    @Override
    public @Nullable String obstacle(ObjectNode wanted) {
        Deployment deployment = deployments.find(key);
        return deployment == null
                ? id() + " does not exist"
                : Images.obstacle(id(), deployment.spec().template(), wanted);
    }

    @Override
    public ObjectNode state(ObjectNode like) {
        Deployment deployment = deployments.find(key);
        return Images.state(
                deployment == null ? Json.object() : deployment.spec().template(), like);
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
        Deployment deployment = deployments.find(key);
        if (deployment == null) {
            return Standing.UNKNOWN;
        }
        DeploymentStatus status = deployment.status();
        ReplicaSet set = current(deployment);
        Long generation = deployment.metadata().generation();
        Long observed = status.observedGeneration();
        if (set == null || generation == null || observed == null || observed < generation) {
            return Standing.UNKNOWN;
        }
        Guarded guarded = Guarded.of(set);
        Condition judged = guarded == null ? null : Condition.find(status.conditions(), "Judged");
        String verdict = judged == null ? null : judged.reason();
        boolean complete = isComplete(deployment) && (guarded == null || guarded.hasAll());
        String refusal = guarded == null ? null : guarded.refusal();
        int weight = complete ? 100 : guarded == null ? share(deployment) : guarded.share();
        return new Standing(
                weight,
                complete,
                judged == null || judged.holds() || "TooLittleTraffic".equals(verdict),
                refusal == null ? late(status) : refusal,
                refusal != null,
                verdict);
    }

    @Override
    public @Nullable Integer limit() {
        Deployment deployment = deployments.find(key);
        return deployment == null ? null : Limits.of(deployment.metadata().annotations());
    }

    @Override
    public void limit(int percent) {
        writes.annotate(key, Release.LIMIT, Integer.toString(percent));
    }

    @Override
    public boolean withdraw() {
        Deployment deployment = deployments.find(key);
        ReplicaSet set = deployment == null ? null : current(deployment);
        Guarded guarded = set == null ? null : Guarded.of(set);
        if (set == null || guarded == null || guarded.phase() == Guarded.Phase.ACCEPTED) {
            return true;
        }
        writes.annotate(
                key, Release.REFUSED_REVISION, set.metadata().labels().getOrDefault(HASH, ""));
        return guarded.phase() == Guarded.Phase.REFUSED;
    }

    /// The limit goes last: as long as it is there, somebody who goes on with this knows that marks
    /// are left.
    @Override
    public void letGo() {
        writes.annotate(key, Release.REFUSED_REVISION, null);
        writes.annotate(key, Release.LIMIT, null);
    }

    /// The ReplicaSet of the newest version.
    private @Nullable ReplicaSet current(Deployment deployment) {
        String revision = deployment.metadata().annotations().get(REVISION);
        for (ReplicaSet set :
                sets.byIndex(Informer.BY_CONTROLLER, deployment.metadata().storedUid())) {
            if (revision != null && revision.equals(set.metadata().annotations().get(REVISION))) {
                return set;
            }
        }
        return null;
    }

    private static boolean isComplete(Deployment deployment) {
        int wanted = replicas(deployment);
        DeploymentStatus status = deployment.status();
        return count(status.updatedReplicas()) == wanted
                && count(status.replicas()) == wanted
                && count(status.availableReplicas()) == wanted;
    }

    private static int share(Deployment deployment) {
        int wanted = replicas(deployment);
        return wanted == 0
                ? 100
                : Math.min(99, count(deployment.status().updatedReplicas()) * 100 / wanted);
    }

    private static @Nullable String late(DeploymentStatus status) {
        Condition progressing = Condition.find(status.conditions(), "Progressing");
        return progressing != null && progressing.status().equals("False")
                ? progressing.message()
                : null;
    }

    private static int replicas(Deployment deployment) {
        Integer replicas = deployment.spec().replicas();
        return replicas == null ? 1 : replicas;
    }

    private static int count(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /// What the guard wrote down of a version.
    private record Guarded(Phase phase, int share, @Nullable Reason reason) {
        enum Phase {
            SHIFTING,
            WATCHED,
            ACCEPTED,
            REFUSED
        }

        record Reason(@Nullable String word, @Nullable String sentence) {}

        static @Nullable Guarded of(ReplicaSet set) {
            String text = set.metadata().annotations().get(PROGRESS);
            if (text == null) {
                return null;
            }
            try {
                Guarded guarded = Json.read(text.getBytes(StandardCharsets.UTF_8), Guarded.class);
                return guarded.phase == null ? null : guarded;
            } catch (ApiException _) {
                // Written by another version of the guard: the pods' numbers have to do.
                return null;
            }
        }

        boolean hasAll() {
            return phase == Phase.WATCHED || phase == Phase.ACCEPTED;
        }

        @Nullable String refusal() {
            if (phase != Phase.REFUSED) {
                return null;
            }
            String sentence = reason == null ? null : reason.sentence();
            return sentence == null ? "the guard refused the new version" : sentence;
        }
    }
}
