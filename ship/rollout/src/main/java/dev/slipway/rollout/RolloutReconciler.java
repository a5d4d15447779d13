package dev.slipway.rollout;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Resources;
import dev.slipway.config.ConfigKeeper;
import dev.slipway.controller.Informer;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.controller.Time;
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

/// Moves one Rollout a little further each time: reads the scene, lets the pure parts of its
/// [Strategy] decide and carries it out in an order in which no request can get lost:
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
    private final CanaryStrategy canary;
    private final BlueGreenStrategy blueGreen;
    private final WorkloadReferences references;
    private final @Nullable RolloutRuns runs;
    private final Started started;
    private final Pods pods;
    private final GuardWatch guard;
    private final RolloutEvents events;
    private final Time time;

    /// What the reconciler works with.
    record Parts(
            RolloutReplicaSets replicaSets,
            CanaryStrategy canary,
            BlueGreenStrategy blueGreen,
            WorkloadReferences references,
            @Nullable RolloutRuns runs,
            Started started,
            Pods pods,
            GuardWatch guard,
            RolloutEvents events) {}

    /// What steps start besides analyses.
    record Started(RolloutExperiments experiments, StepPlugins plugins) {}

    /// Who changes pods that run.
    record Pods(PodRoles roles, PodRestarts restarts) {}

    RolloutReconciler(
            Informer<Rollout> rollouts, Resources<Rollout> resources, Parts parts, Time time) {
        this.rollouts = rollouts;
        this.resources = resources;
        this.replicaSets = parts.replicaSets();
        this.canary = parts.canary();
        this.blueGreen = parts.blueGreen();
        this.references = parts.references();
        this.runs = parts.runs();
        this.started = parts.started();
        this.pods = parts.pods();
        this.guard = parts.guard();
        this.events = parts.events();
        this.time = time;
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Rollout found = rollouts.find(key);
        if (found == null || found.metadata().isBeingDeleted()) {
            guard.forget(key);
            started.plugins().forget(key);
            return Result.done();
        }
        WorkloadReferences.Resolved resolved = references.resolved(found);
        Rollout rollout = resolved.rollout();
        Strategy strategy = strategy(rollout);
        List<String> problems = new ArrayList<>(strategy.problems(rollout));
        String unresolved = references.problem(rollout);
        if (unresolved != null) {
            problems.add(unresolved);
        }
        if (runs != null) {
            problems.addAll(runs.problems(rollout));
        } else if (!RolloutRuns.analyses(rollout).isEmpty()) {
            problems.add("spec.strategy: analysis is not available here");
        }
        if (!problems.isEmpty()) {
            reportInvalid(rollout, String.join("; ", problems));
            return Result.done();
        }
        List<ReplicaSet> sets = replicaSets.of(rollout);
        String hash = SceneReader.templateHash(rollout, sets);
        ReplicaSet current = RolloutReplicaSets.find(sets, hash);
        if (current == null) {
            Duration patience = patience(resolved, sets);
            if (patience.isPositive()) {
                return Result.after(patience);
            }
            create(rollout, hash, sets);
            return Result.done();
        }
        number(rollout, sets, current);
        SceneReader.Surroundings around =
                new SceneReader.Surroundings(
                        strategy.routing(rollout),
                        runs == null ? List.of() : runs.of(rollout),
                        started.experiments().of(rollout),
                        started.plugins().of(rollout, time.now()),
                        guard.guard(rollout));
        return move(SceneReader.read(rollout, sets, current, around, time.now()), strategy);
    }

    /// How long the first version waits for config: what is applied together comes one by one.
    private Duration patience(WorkloadReferences.Resolved resolved, List<ReplicaSet> sets) {
        Instant created = resolved.rollout().metadata().creationTimestamp();
        return resolved.missing().isEmpty() || !sets.isEmpty() || created == null
                ? Duration.ZERO
                : Duration.between(time.now(), created.plus(ConfigKeeper.GRACE));
    }

    /// A Rollout has one of the two; the API refuses others.
    private Strategy strategy(Rollout rollout) {
        return rollout.spec().strategy().canary() == null ? blueGreen : canary;
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

    private Result move(Scene seen, Strategy strategy) {
        guard.observe(seen, strategy);
        String worse = guard.worse(seen.rollout().key());
        if (worse != null && goesBack(seen)) {
            goBack(seen, strategy, worse);
            return Result.done();
        }
        List<RunOrder> wanted = strategy.runs(seen);
        String abortReason = abortReason(seen, strategy, wanted);
        Scene scene =
                seen.at(
                        abortReason == null
                                ? guard.heldIfUndecided(
                                        seen.at(RunVerdicts.heldIfInconclusive(seen, wanted)))
                                : seen.position().abortedAt(seen.now()));
        strategy.withdraw(scene);
        for (Scaling.Order order : strategy.orders(scene)) {
            scale(scene, order);
        }
        strategy.extend(scene);
        if (runs != null) {
            runs.carryOut(scene, strategy.runs(scene));
        }
        started.experiments().carryOut(scene);

        Scene after = guard.waits(scene, strategy) ? scene : scene.at(strategy.advance(scene));
        replicaSets.tidy(after);
        pods.roles().give(after);
        return conclude(scene, after, strategy, abortReason);
    }

    /// Writes down what came of it.
    private Result conclude(
            Scene scene, Scene after, Strategy strategy, @Nullable String abortReason) {
        Strategy.Outlook outlook = strategy.outlook(after);
        RolloutReport report = new RolloutReport(after, outlook);
        String stepHash = SceneReader.stepHash(scene.rollout());
        RolloutReport.Judged judged =
                new RolloutReport.Judged(
                        guard.status(after),
                        abortReason,
                        pods.restarts().restart(after, outlook.availableMin()),
                        references.generation(scene.rollout()));
        references.scaleDown(after, report.isComplete());
        RolloutStatus status = strategy.report(after, report.status(stepHash, judged));
        write(scene.rollout(), status);
        started.plugins().carryOut(after);
        events.analysed(scene.rollout(), status);
        events.moved(before(scene, after), after, report.revision(), abortReason);
        return nextLook(after, report, outlook);
    }

    /// A version that became the stable one turned out to be worse than the one before, which is
    /// still there.
    private static boolean goesBack(Scene scene) {
        Position.Previous previous = scene.position().previous();
        return previous != null
                && !scene.position().isUpdating()
                && !scene.position().isFirstDeploy()
                && RolloutReplicaSets.find(scene.sets().others(), previous.hash()) != null;
    }

    /// Decides only: once that is durable, the next look carries it out as any update given up.
    private void goBack(Scene scene, Strategy strategy, String reason) {
        Position position = scene.position();
        Position.Previous previous = requireNonNull(position.previous(), "previous");
        replicaSets.annotate(scene.sets().current(), Promotion.PROMOTED, null);
        Scene after = scene.at(position.goneBack(previous, scene.now()));
        conclude(scene, after, strategy, "after it was promoted, " + reason);
    }

    /// Why the update has to be given up now, or null.
    private @Nullable String abortReason(Scene scene, Strategy strategy, List<RunOrder> wanted) {
        if (!scene.position().isUpdating() || scene.position().aborted()) {
            return null;
        }
        String worse = guard.worse(scene.rollout().key());
        if (worse != null) {
            return worse;
        }
        String failed = RunVerdicts.abortReason(scene, wanted);
        if (failed != null) {
            return failed;
        }
        boolean aborts = Boolean.TRUE.equals(scene.rollout().spec().progressDeadlineAbort());
        return aborts && new RolloutReport(scene, strategy.outlook(scene)).isOverdue()
                ? RolloutReport.TIMED_OUT
                : null;
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

    private void write(Rollout rollout, RolloutStatus status) {
        Patch.MergePatch change = MergeChange.ofStatus(rollout.status(), status);
        if (change != null && change.change().get("status") instanceof ObjectNode changed) {
            patchStatus(rollout, changed);
        }
    }

    /// The scene with the position that the status had.
    private static Scene before(Scene scene, Scene after) {
        Rollout rollout = scene.rollout();
        String stepHash = SceneReader.stepHash(rollout);
        return scene.at(Position.of(rollout, after.position().podHash(), stepHash, scene.now()));
    }

    private void patchStatus(Rollout rollout, ObjectNode status) {
        ObjectNode change = Json.object();
        change.putObject("metadata").put("resourceVersion", rollout.metadata().resourceVersion());
        change.set("status", status);
        resources.patchStatus(rollout.key(), new Patch.MergePatch(change));
    }

    private static Result nextLook(Scene after, RolloutReport report, Strategy.Outlook outlook) {
        List<Instant> due = new ArrayList<>();
        if (outlook.due() != null) {
            due.add(outlook.due());
        }
        for (ReplicaSet set : after.sets().all()) {
            Instant deadline = Scaling.deadline(set);
            if (deadline != null && Scene.wanted(set) > 0) {
                due.add(deadline);
            }
        }
        Position.Previous previous = after.position().previous();
        if (previous != null) {
            due.add(previous.until());
        }
        Instant restart = PodRestarts.wanted(after);
        if (restart != null && restart.isAfter(after.now())) {
            due.add(restart);
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
