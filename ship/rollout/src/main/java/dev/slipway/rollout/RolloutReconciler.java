package dev.slipway.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.controller.Time;
import dev.slipway.evidence.ReleaseView;
import dev.slipway.evidence.ReleaseWatch;
import dev.slipway.evidence.Verdict;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.RolloutStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Moves one Rollout a little further each time: reads the scene, lets the pure parts decide
/// ([Steps], [Scaling], [Scene#weightPossible]) and carries it out in an order in which no request
/// can get lost:
///
/// 1. traffic goes away from what is bad, or is not there, before anything else changes;
/// 2. ReplicaSets are scaled;
/// 3. services are switched, only to versions with ready pods, and the canary service only while it
///    has no weight;
/// 4. traffic goes to the new version only once the service in between reaches enough of its pods,
///    and nothing else;
/// 5. what happened is written into the status, which fails if somebody else changed the Rollout
///    meanwhile; then all is decided anew.
final class RolloutReconciler implements Reconciler {
    private final Informer<Rollout> rollouts;
    private final Resources<Rollout> resources;
    private final RolloutReplicaSets replicaSets;
    private final SceneReader reader;
    private final TrafficMoves moves;
    private final ReleaseWatch watch;
    private final RolloutEvents events;
    private final Time time;

    /// What the reconciler works with.
    record Parts(
            RolloutReplicaSets replicaSets,
            SceneReader reader,
            TrafficMoves moves,
            ReleaseWatch watch,
            RolloutEvents events) {}

    RolloutReconciler(
            Informer<Rollout> rollouts, Resources<Rollout> resources, Parts parts, Time time) {
        this.rollouts = rollouts;
        this.resources = resources;
        this.replicaSets = parts.replicaSets();
        this.reader = parts.reader();
        this.moves = parts.moves();
        this.watch = parts.watch();
        this.events = parts.events();
        this.time = time;
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Rollout rollout = rollouts.find(key);
        if (rollout == null || rollout.metadata().isBeingDeleted()) {
            watch.forget(key);
            return Result.done();
        }
        String problem = reader.problem(rollout);
        if (problem != null) {
            reportInvalid(rollout, problem);
            return Result.done();
        }
        List<ReplicaSet> sets = replicaSets.of(rollout);
        String hash = SceneReader.templateHash(rollout, sets);
        ReplicaSet current = RolloutReplicaSets.find(sets, hash);
        if (current == null) {
            create(rollout, hash, sets);
            return Result.done();
        }
        number(rollout, sets, current);
        return move(reader.read(rollout, sets, current, time.now()));
    }

    private void create(Rollout rollout, String hash, List<ReplicaSet> sets) {
        long revision = RolloutReplicaSets.nextRevision(sets, null);
        if (replicaSets.create(rollout, hash, revision)) {
            events.created(rollout, rollout.key().name() + "-" + hash, revision);
            return;
        }
        Integer collisions = rollout.status().collisionCount();
        ObjectNode status = Json.object();
        status.put("collisionCount", collisions == null ? 1 : collisions + 1);
        patchStatus(rollout, status);
    }

    /// The current version has the highest number, also when it is one that was there before.
    private void number(Rollout rollout, List<ReplicaSet> sets, ReplicaSet current) {
        long revision = RolloutReplicaSets.revision(current);
        long next = RolloutReplicaSets.nextRevision(sets, current);
        if (revision < next) {
            revision = next;
            replicaSets.annotate(current, Rollout.REVISION, Long.toString(next));
        }
        String text = Long.toString(revision);
        if (!text.equals(rollout.metadata().annotations().get(Rollout.REVISION))) {
            ObjectNode change = Json.object();
            change.putObject("metadata").putObject("annotations").put(Rollout.REVISION, text);
            resources.patch(rollout.key(), new Patch.MergePatch(change));
        }
    }

    private Result move(Scene seen) {
        watch.observe(seen.rollout().key(), moves.observed(seen));
        String abortReason = abortReason(seen);
        Scene scene = abortReason == null ? seen : seen.at(seen.position().abortedAt(seen.now()));
        moves.withdraw(scene);
        for (Scaling.Order order : Scaling.orders(scene)) {
            scale(scene, order);
        }
        moves.switchServices(scene);
        moves.extend(scene);

        Scene after = scene.at(Steps.advance(scene));
        replicaSets.forgetOldest(scene);
        RolloutReport report = new RolloutReport(after);
        report(scene, after, report, abortReason);
        return nextLook(after, report);
    }

    /// Why the update has to be given up now, or null.
    private @Nullable String abortReason(Scene scene) {
        if (!scene.position().isUpdating() || scene.position().aborted()) {
            return null;
        }
        ReleaseView.Judgement judgement = watch.judgement(scene.rollout().key());
        if (judgement.verdict() instanceof Verdict.Worse worse) {
            return worse.reason();
        }
        boolean aborts = Boolean.TRUE.equals(scene.rollout().spec().progressDeadlineAbort());
        return aborts && new RolloutReport(scene).isOverdue() ? RolloutReport.TIMED_OUT : null;
    }

    private void scale(Scene scene, Scaling.Order order) {
        if (!order.changesReplicas() && !order.changesDeadline()) {
            return;
        }
        replicaSets.apply(scene.rollout(), order);
        if (order.changesReplicas()) {
            events.scaled(scene.rollout(), order);
        }
    }

    private void report(
            Scene scene, Scene after, RolloutReport report, @Nullable String abortReason) {
        Rollout rollout = scene.rollout();
        String stepHash = SceneReader.stepHash(rollout);
        RolloutStatus status =
                report.status(
                        stepHash,
                        new RolloutReport.Judged(
                                moves.guardStatus(after, rollout.status()), abortReason));
        Patch.MergePatch change = MergeChange.ofStatus(rollout.status(), status);
        if (change != null && change.change().get("status") instanceof ObjectNode changed) {
            patchStatus(rollout, changed);
        }
        events.moved(
                scene.at(Position.of(rollout, after.position().podHash(), stepHash, scene.now())),
                after,
                report.revision(),
                abortReason == null ? "by request" : abortReason);
    }

    private void patchStatus(Rollout rollout, ObjectNode status) {
        ObjectNode change = Json.object();
        change.putObject("metadata").put("resourceVersion", rollout.metadata().resourceVersion());
        change.set("status", status);
        resources.patchStatus(rollout.key(), new Patch.MergePatch(change));
    }

    private Result nextLook(Scene after, RolloutReport report) {
        List<Instant> due = new ArrayList<>();
        Instant pauseEnd = Steps.pauseEnd(after);
        if (pauseEnd != null) {
            due.add(pauseEnd);
        }
        for (ReplicaSet set : after.sets().all()) {
            Instant deadline = Scaling.deadline(set);
            if (deadline != null && Scene.wanted(set) > 0) {
                due.add(deadline);
            }
        }
        Duration untilDeadline = report.untilDeadline();
        if (untilDeadline != null && untilDeadline.isPositive()) {
            due.add(after.now().plus(untilDeadline));
        }
        return due.stream()
                .min(Instant::compareTo)
                .map(next -> Result.after(atLeastATick(Duration.between(after.now(), next))))
                .orElse(Result.done());
    }

    private static Duration atLeastATick(Duration wait) {
        Duration tick = Duration.ofMillis(10);
        return wait.compareTo(tick) < 0 ? tick : wait;
    }

    private void reportInvalid(Rollout rollout, String problem) {
        RolloutStatus before = rollout.status();
        Condition condition =
                Condition.of(
                        RolloutReport.INVALID, true, RolloutReport.INVALID, problem, time.now());
        Condition known = Condition.find(before.conditions(), RolloutReport.INVALID);
        Long generation = rollout.metadata().generation();
        String observed = generation == null ? "" : generation.toString();
        if (known != null
                && problem.equals(known.message())
                && observed.equals(before.observedGeneration())) {
            return;
        }
        ObjectNode status = Json.object();
        status.put("phase", "Degraded");
        status.put("message", RolloutReport.INVALID + ": " + problem);
        status.put("observedGeneration", observed);
        var conditions = status.putArray("conditions");
        Condition.with(before.conditions(), condition).forEach(c -> conditions.add(Json.tree(c)));
        patchStatus(rollout, status);
        events.invalid(rollout, problem);
    }
}
