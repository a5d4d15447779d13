package dev.slipway.rollout;

import dev.slipway.model.LabelSelector;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes up what a scene amounts to: the status with counts, phase, message and conditions, in the
/// words that Argo Rollouts uses, so that its tools understand them. Pure.
final class RolloutReport {
    static final String PROGRESSING = "Progressing";
    static final String ABORTED = "RolloutAborted";
    static final String INVALID = "InvalidSpec";
    static final String TIMED_OUT = "ProgressDeadlineExceeded";

    private static final Duration DEADLINE_DEFAULT = Duration.ofMinutes(10);

    private final Scene scene;
    private final Rollout rollout;
    private final RolloutStatus before;
    private final Strategy.Outlook outlook;

    RolloutReport(Scene scene, Strategy.Outlook outlook) {
        this.scene = scene;
        this.outlook = outlook;
        this.rollout = scene.rollout();
        this.before = rollout.status();
    }

    /// What others have to say for the status: the guard, who restarts pods, and who knows the
    /// workload that the Rollout refers to.
    record Judged(
            RolloutStatus.@Nullable GuardStatus guard,
            @Nullable String abortReason,
            @Nullable Instant restartedAt,
            @Nullable String workloadGeneration) {}

    RolloutStatus status(String stepHash, Judged judged) {
        Position position = scene.position();
        ReplicaSet current = scene.sets().current();
        List<ReplicaSet> all = scene.sets().all();
        int steps = outlook.steps();
        int replicas = Scene.sum(all, s -> s.status().replicas());
        List<Condition> conditions = conditions(judged.abortReason());
        Phase phase = phase(conditions);
        return new RolloutStatus(
                phase.name,
                phase.message,
                generation(),
                position.aborted() ? true : null,
                position.abort().at(),
                position.promoteFull() ? true : null,
                position.controllerPause() ? true : null,
                position.pauses(),
                steps == 0 ? null : (Integer) position.index(),
                steps == 0 ? null : stepHash,
                position.podHash(),
                position.stableHash().isEmpty() ? null : position.stableHash(),
                replicas,
                current.status().replicas(),
                Scene.sum(all, s -> orZero(s.status().readyReplicas())),
                Scene.sum(all, Scene::available),
                replicas,
                selector(rollout.spec().selector()),
                before.collisionCount(),
                judged.restartedAt(),
                judged.workloadGeneration(),
                before.canary(),
                before.blueGreen(),
                judged.guard(),
                position.attempt() == 0 ? null : (Integer) position.attempt(),
                previous(),
                conditions);
    }

    private RolloutStatus.@Nullable PreviousVersion previous() {
        Position.Previous previous = scene.position().previous();
        return previous == null
                ? null
                : new RolloutStatus.PreviousVersion(previous.hash(), previous.until());
    }

    private String generation() {
        Long generation = rollout.metadata().generation();
        return generation == null ? "" : generation.toString();
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static String selector(LabelSelector selector) {
        return new TreeMap<>(selector.matchLabels())
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(","));
    }

    // Conditions

    private List<Condition> conditions(@Nullable String abortReason) {
        List<Condition> conditions =
                before.conditions().stream().filter(c -> !c.type().equals(INVALID)).toList();
        conditions = with(conditions, progressing(abortReason));
        boolean available =
                Scene.sum(scene.sets().all(), Scene::available) >= outlook.availableMin();
        conditions =
                with(
                        conditions,
                        available
                                ? condition(
                                        "Available",
                                        true,
                                        "AvailableReason",
                                        "Rollout has minimum availability")
                                : condition(
                                        "Available",
                                        false,
                                        "AvailableReason",
                                        "Rollout does not have minimum availability"));
        boolean healthy = isComplete();
        conditions =
                with(
                        conditions,
                        healthy
                                ? condition("Healthy", true, "RolloutHealthy", "Rollout is healthy")
                                : condition(
                                        "Healthy",
                                        false,
                                        "RolloutHealthy",
                                        "Rollout is not healthy"));
        boolean completed = !scene.position().isUpdating() && !scene.position().isFirstDeploy();
        conditions =
                with(
                        conditions,
                        condition(
                                "Completed",
                                completed,
                                "RolloutCompleted",
                                completed
                                        ? "Rollout completed update to revision " + revision()
                                        : "Rollout is being updated"));
        boolean paused = isPaused();
        return with(
                conditions,
                condition(
                        "Paused",
                        paused,
                        "RolloutPaused",
                        paused ? "Rollout is paused" : "Rollout is not paused"));
    }

    private Condition progressing(@Nullable String abortReason) {
        if (scene.position().aborted()) {
            String message = "Rollout aborted update to revision " + revision();
            Condition known = Condition.find(before.conditions(), PROGRESSING);
            if (abortReason == null && known != null && ABORTED.equals(known.reason())) {
                return known;
            }
            return condition(
                    PROGRESSING,
                    false,
                    ABORTED,
                    abortReason == null ? message : message + ": " + abortReason);
        }
        if (isComplete()) {
            return condition(
                    PROGRESSING,
                    true,
                    "NewReplicaSetAvailable",
                    "ReplicaSet \""
                            + scene.sets().current().key().name()
                            + "\" has successfully progressed.");
        }
        if (isPaused()) {
            return condition(PROGRESSING, true, "RolloutPaused", "Rollout is paused");
        }
        if (isOverdue()) {
            return condition(
                    PROGRESSING,
                    false,
                    TIMED_OUT,
                    "ReplicaSet \""
                            + scene.sets().current().key().name()
                            + "\" has timed out progressing.");
        }
        return condition(
                PROGRESSING,
                true,
                "ReplicaSetUpdated",
                "ReplicaSet \"" + scene.sets().current().key().name() + "\" is progressing.");
    }

    private Condition condition(String type, boolean holds, String reason, String message) {
        return new Condition(
                type,
                holds ? "True" : "False",
                null,
                null,
                scene.now(),
                scene.now(),
                reason,
                message);
    }

    /// Only what is news gets a new time; for `Progressing` progress itself is news.
    private List<Condition> with(List<Condition> conditions, Condition condition) {
        Condition known = Condition.find(conditions, condition.type());
        boolean same =
                known != null
                        && known.status().equals(condition.status())
                        && Objects.equals(known.reason(), condition.reason())
                        && Objects.equals(known.message(), condition.message());
        boolean moved = condition.type().equals(PROGRESSING) && condition.holds() && hasMoved();
        return same && !moved ? conditions : Condition.with(conditions, condition);
    }

    /// Something counted differently than before: the deadline starts anew.
    private boolean hasMoved() {
        ReplicaSet current = scene.sets().current();
        Position position = scene.position();
        RolloutStatus.Weights weights = before.canary().weights();
        RolloutStatus.Destination canary = weights == null ? null : weights.canary();
        return !Objects.equals(before.currentPodHash(), position.podHash())
                || orZero(before.currentStepIndex())
                        != (outlook.steps() == 0 ? 0 : position.index())
                || orZero(before.updatedReplicas()) != current.status().replicas()
                || orZero(before.availableReplicas())
                        != Scene.sum(scene.sets().all(), Scene::available)
                || (canary != null && canary.weight() != outlook.weight());
    }

    /// How long until the deadline for progress, or null if none runs.
    @Nullable Duration untilDeadline() {
        Condition known = Condition.find(before.conditions(), PROGRESSING);
        Instant since = known == null ? null : known.lastUpdateTime();
        if (since == null || isComplete() || isPaused() || scene.position().aborted()) {
            return null;
        }
        Integer seconds = rollout.spec().progressDeadlineSeconds();
        Duration deadline = seconds == null ? DEADLINE_DEFAULT : Duration.ofSeconds(seconds);
        return Duration.between(scene.now(), since.plus(deadline));
    }

    boolean isOverdue() {
        Condition known = Condition.find(before.conditions(), PROGRESSING);
        if (known == null || hasMoved() || isComplete() || isPaused()) {
            return false;
        }
        if (TIMED_OUT.equals(known.reason())) {
            return true;
        }
        Duration left = untilDeadline();
        return "ReplicaSetUpdated".equals(known.reason()) && left != null && !left.isPositive();
    }

    boolean isPaused() {
        return !scene.position().pauses().isEmpty() || Boolean.TRUE.equals(rollout.spec().paused());
    }

    /// The new version is the stable one, and everything of it is there.
    boolean isComplete() {
        ReplicaSet current = scene.sets().current();
        boolean settled = !scene.position().isUpdating() && !scene.position().isFirstDeploy();
        return settled && outlook.atRest() && Scene.available(current) >= scene.replicas();
    }

    long revision() {
        return RolloutReplicaSets.revision(scene.sets().current());
    }

    // Phase

    private record Phase(String name, @Nullable String message) {}

    private Phase phase(List<Condition> conditions) {
        Condition progressing = Condition.find(conditions, PROGRESSING);
        if (progressing != null && !progressing.holds()) {
            return new Phase("Degraded", progressing.reason() + ": " + progressing.message());
        }
        if (Boolean.TRUE.equals(rollout.spec().paused())) {
            return new Phase("Paused", "manually paused");
        }
        if (!scene.position().pauses().isEmpty()) {
            return new Phase("Paused", scene.position().pauses().getFirst().reason());
        }
        if (isComplete()) {
            return new Phase("Healthy", null);
        }
        return new Phase("Progressing", waitingFor());
    }

    private String waitingFor() {
        if (outlook.waitingFor() != null) {
            return outlook.waitingFor();
        }
        ReplicaSet current = scene.sets().current();
        if (current.status().replicas() < Scene.wanted(current)) {
            return "more replicas need to be updated";
        }
        if (Scene.available(current) < Scene.wanted(current)) {
            return "updated replicas are still becoming available";
        }
        if (scene.position().isUpdating()) {
            return "waiting for all steps to complete";
        }
        return "old replicas are pending termination";
    }
}
