package dev.slipway.workloads;

import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Deployment.DeploymentStatus;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.workloads.RevisionGate.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The status of a Deployment, and with it the judgement whether an update goes on, is complete or
/// is stuck.
final class DeploymentStatuses {
    private static final String PROGRESSING = "Progressing";
    private static final String JUDGED = "Judged";
    private static final String NEW_SET_AVAILABLE = "NewReplicaSetAvailable";
    private static final String DEADLINE_EXCEEDED = "ProgressDeadlineExceeded";
    private static final String PAUSED = "DeploymentPaused";

    private DeploymentStatuses() {}

    /// `decision` is how far the update may go, `created` says that the current ReplicaSet was made
    /// or found just now.
    static DeploymentStatus of(DeploymentView view, Decision decision, @Nullable Creation created) {
        DeploymentStatus before = view.deployment().status();
        ReplicaSet current = view.current();
        int available = sum(view, set -> set.status().availableReplicas());
        DeploymentStatus counts =
                new DeploymentStatus(
                        view.deployment().metadata().generation(),
                        sum(view, set -> set.status().replicas()),
                        current == null ? 0 : current.status().replicas(),
                        sum(view, set -> set.status().readyReplicas()),
                        available,
                        Math.max(0, view.wantedPods() - available),
                        sum(view, set -> set.status().terminatingReplicas()),
                        before.collisionCount(),
                        before.conditions());
        List<Condition> conditions = before.conditions();
        conditions = set(conditions, availability(view, available));
        conditions =
                decision instanceof RevisionGate.Refused refused
                        ? refusal(view, conditions, refused.finding().message())
                        : progress(view, counts, conditions, created, isHeld(view, decision));
        conditions = finding(view, conditions, decision.finding());
        conditions = failures(view, conditions);
        return withConditions(counts, conditions);
    }

    /// All pods are of the current template, available, and there are no others.
    static boolean isComplete(DeploymentView view, DeploymentStatus status) {
        return number(status.updatedReplicas()) == view.replicas()
                && number(status.replicas()) == view.replicas()
                && number(status.availableReplicas()) == view.replicas()
                && isObserved(view, status);
    }

    /// When the deadline of the update in progress is over, or null if there is none.
    static @Nullable Duration untilDeadline(DeploymentView view, DeploymentStatus status) {
        Integer deadline = deadline(view);
        Condition condition = Condition.find(status.conditions(), PROGRESSING);
        if (deadline == null
                || condition == null
                || view.isPaused()
                || NEW_SET_AVAILABLE.equals(condition.reason())
                || DEADLINE_EXCEEDED.equals(condition.reason())
                || condition.lastUpdateTime() == null) {
            return null;
        }
        // One second more because times are stored in whole seconds.
        Instant end = condition.lastUpdateTime().plusSeconds(deadline + 1L);
        return Duration.between(view.now(), end);
    }

    private static List<Condition> progress(
            DeploymentView view,
            DeploymentStatus counts,
            List<Condition> before,
            @Nullable Creation created,
            boolean held) {
        Condition last = Condition.find(before, PROGRESSING);
        Integer deadline = deadline(view);
        if (deadline == null) {
            return without(before, PROGRESSING);
        }
        if (last != null && view.isPaused() != PAUSED.equals(last.reason())) {
            if (view.isPaused() && !DEADLINE_EXCEEDED.equals(last.reason())) {
                return set(before, unknown(view, PAUSED, "Deployment is paused"));
            }
            if (!view.isPaused()) {
                return set(before, unknown(view, "DeploymentResumed", "Deployment is resumed"));
            }
        }
        if (created != null) {
            return renew(before, progressing(view, true, created.reason, created.message));
        }
        if (view.isPaused() || view.current() == null) {
            return before;
        }
        boolean wasComplete =
                last != null
                        && NEW_SET_AVAILABLE.equals(last.reason())
                        && number(counts.replicas()) == number(counts.updatedReplicas());
        if (wasComplete) {
            return before;
        }
        Condition judged = judged(view, counts, last, deadline);
        boolean late = judged != null && DEADLINE_EXCEEDED.equals(judged.reason());
        if (late && (held || wasRefused(before))) {
            return renew(before, ongoing(view));
        }
        return set(before, judged, isProgress(view, counts));
    }

    /// What the new version may have is there, and somebody else decides when it may go on: that is
    /// no lack of progress.
    private static boolean isHeld(DeploymentView view, Decision decision) {
        ReplicaSet current = view.current();
        return current != null
                && decision instanceof RevisionGate.Share share
                && DeploymentView.available(current) >= GatedUpdates.most(view, share.percent());
    }

    private static boolean wasRefused(List<Condition> before) {
        Condition judged = Condition.find(before, JUDGED);
        return judged != null && judged.status().equals("False");
    }

    /// Clients that know nothing of refusals know that an update whose deadline is exceeded failed.
    private static List<Condition> refusal(
            DeploymentView view, List<Condition> before, String message) {
        Condition last = Condition.find(before, PROGRESSING);
        boolean news = last == null || !message.equals(last.message());
        return set(before, progressing(view, false, DEADLINE_EXCEEDED, message), news);
    }

    private static List<Condition> finding(
            DeploymentView view, List<Condition> before, RevisionGate.@Nullable Finding finding) {
        if (finding == null) {
            return without(before, JUDGED);
        }
        Boolean good = finding.good();
        String status = good == null ? "Unknown" : good ? "True" : "False";
        return set(before, condition(view, JUDGED, status, finding.reason(), finding.message()));
    }

    private static @Nullable Condition judged(
            DeploymentView view, DeploymentStatus counts, @Nullable Condition last, int deadline) {
        ReplicaSet current = view.current();
        String name = current == null ? "" : current.key().name();
        if (isComplete(view, counts)) {
            return progressing(
                    view,
                    true,
                    NEW_SET_AVAILABLE,
                    "ReplicaSet \"" + name + "\" has successfully progressed.");
        }
        if (isProgress(view, counts)) {
            return ongoing(view);
        }
        if (last != null && isLate(view, last, deadline)) {
            return progressing(
                    view,
                    false,
                    DEADLINE_EXCEEDED,
                    "ReplicaSet \"" + name + "\" has timed out progressing.");
        }
        return null;
    }

    private static Condition ongoing(DeploymentView view) {
        ReplicaSet current = view.current();
        String name = current == null ? "" : current.key().name();
        return progressing(
                view, true, "ReplicaSetUpdated", "ReplicaSet \"" + name + "\" is progressing.");
    }

    private static boolean isProgress(DeploymentView view, DeploymentStatus now) {
        DeploymentStatus before = view.deployment().status();
        int oldBefore = number(before.replicas()) - number(before.updatedReplicas());
        int oldNow = number(now.replicas()) - number(now.updatedReplicas());
        return number(now.updatedReplicas()) > number(before.updatedReplicas())
                || oldNow < oldBefore
                || number(now.readyReplicas()) > number(before.readyReplicas())
                || number(now.availableReplicas()) > number(before.availableReplicas());
    }

    private static boolean isLate(DeploymentView view, Condition last, int deadline) {
        if (NEW_SET_AVAILABLE.equals(last.reason())) {
            return false;
        }
        Instant since = last.lastUpdateTime();
        return DEADLINE_EXCEEDED.equals(last.reason())
                || (since != null && since.plusSeconds(deadline).isBefore(view.now()));
    }

    private static Condition availability(DeploymentView view, int available) {
        boolean enough = available >= view.replicas() - view.maxUnavailable();
        return condition(
                view,
                "Available",
                enough ? "True" : "False",
                enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                enough
                        ? "Deployment has minimum availability."
                        : "Deployment does not have minimum availability.");
    }

    /// The failures of ReplicaSets, the current one's first.
    private static List<Condition> failures(DeploymentView view, List<Condition> conditions) {
        for (ReplicaSet set : view.all().reversed()) {
            Condition failure =
                    Condition.find(set.status().conditions(), ReplicaSetStatuses.REPLICA_FAILURE);
            if (failure != null && failure.holds()) {
                return set(
                        conditions,
                        condition(
                                view,
                                failure.type(),
                                failure.status(),
                                String.valueOf(failure.reason()),
                                String.valueOf(failure.message())));
            }
        }
        return without(conditions, ReplicaSetStatuses.REPLICA_FAILURE);
    }

    private static Condition progressing(
            DeploymentView view, boolean holds, String reason, String message) {
        return condition(view, PROGRESSING, holds ? "True" : "False", reason, message);
    }

    private static Condition unknown(DeploymentView view, String reason, String message) {
        return condition(view, PROGRESSING, "Unknown", reason, message);
    }

    private static Condition condition(
            DeploymentView view, String type, String status, String reason, String message) {
        return new Condition(type, status, null, null, view.now(), view.now(), reason, message);
    }

    /// A condition that says the same as before stays as it was, times included.
    private static List<Condition> set(List<Condition> conditions, @Nullable Condition changed) {
        return set(conditions, changed, false);
    }

    private static List<Condition> set(
            List<Condition> conditions, @Nullable Condition changed, boolean renew) {
        if (changed == null) {
            return conditions;
        }
        Condition before = Condition.find(conditions, changed.type());
        boolean same =
                before != null
                        && before.status().equals(changed.status())
                        && String.valueOf(before.reason()).equals(changed.reason());
        return same && !renew ? conditions : Condition.with(conditions, changed);
    }

    private static List<Condition> renew(List<Condition> conditions, Condition changed) {
        return Condition.with(conditions, changed);
    }

    private static List<Condition> without(List<Condition> conditions, String type) {
        List<Condition> rest = new ArrayList<>(conditions);
        rest.removeIf(condition -> condition.type().equals(type));
        return rest;
    }

    private static @Nullable Integer deadline(DeploymentView view) {
        Integer deadline = view.deployment().spec().progressDeadlineSeconds();
        return deadline == null || deadline == Integer.MAX_VALUE ? null : deadline;
    }

    private static boolean isObserved(DeploymentView view, DeploymentStatus status) {
        Long generation = view.deployment().metadata().generation();
        Long observed = status.observedGeneration();
        return generation == null || (observed != null && observed >= generation);
    }

    private static DeploymentStatus withConditions(
            DeploymentStatus counts, List<Condition> conditions) {
        return new DeploymentStatus(
                counts.observedGeneration(),
                counts.replicas(),
                counts.updatedReplicas(),
                counts.readyReplicas(),
                counts.availableReplicas(),
                counts.unavailableReplicas(),
                counts.terminatingReplicas(),
                counts.collisionCount(),
                conditions);
    }

    private static int sum(DeploymentView view, Function<ReplicaSet, @Nullable Integer> count) {
        int sum = 0;
        for (ReplicaSet set : view.all()) {
            sum += number(count.apply(set));
        }
        return sum;
    }

    private static int number(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    /// That the current ReplicaSet came into being, or to fail to, in this step.
    record Creation(String reason, String message) {
        static Creation made(String name) {
            return new Creation("NewReplicaSetCreated", "Created new replica set \"" + name + "\"");
        }

        static Creation found(String name) {
            return new Creation("FoundNewReplicaSet", "Found new replica set \"" + name + "\"");
        }
    }

    static Deployment.DeploymentStatus collided(Deployment deployment) {
        DeploymentStatus status = deployment.status();
        return new DeploymentStatus(
                status.observedGeneration(),
                status.replicas(),
                status.updatedReplicas(),
                status.readyReplicas(),
                status.availableReplicas(),
                status.unavailableReplicas(),
                status.terminatingReplicas(),
                number(status.collisionCount()) + 1,
                status.conditions());
    }
}
