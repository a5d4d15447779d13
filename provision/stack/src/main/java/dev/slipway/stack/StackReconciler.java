package dev.slipway.stack;

import dev.slipway.controller.Informer;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Stack;
import dev.slipway.model.kinds.Stack.Applied;
import dev.slipway.model.kinds.Stack.Drift;
import dev.slipway.model.kinds.StackRun;
import dev.slipway.model.kinds.StackRun.Changes;
import dev.slipway.model.kinds.StackRun.StackRunSpec;
import dev.slipway.model.kinds.StackRun.StackRunStatus;
import dev.slipway.stack.StackEngine.Job;
import dev.slipway.stack.StackEngine.Mode;
import dev.slipway.stack.StackEngine.Planned;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Moves one Stack a little further each time: from a change of its configuration to a plan, from
/// an approved plan to what is there. What takes long is a job beside; a step is written into the
/// run before it is begun, so that a restart at any moment knows what was under way.
final class StackReconciler implements Reconciler {
    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final Duration DRIFT_INTERVAL = Duration.ofHours(1);
    private static final int ERRORS_MAX = 20;
    private static final int LISTED_MAX = 100;
    private static final int TEXT_MAX = 200_000;

    private final Informer<Stack> stacks;
    private final Informer<StackRun> runs;
    private final StackWrites writes;
    private final StackOutputs outputs;
    private final StackSources sources;
    private final StackEngine engine;
    private final StackEvents events;
    private final Jobs jobs;
    private final Time time;

    StackReconciler(StackParts parts) {
        this.stacks = parts.stacks();
        this.runs = parts.runs();
        this.writes = parts.writes();
        this.outputs = parts.outputs();
        this.sources = parts.sources();
        this.engine = parts.engine();
        this.events = parts.events();
        this.jobs = parts.jobs();
        this.time = parts.time();
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Stack stack = stacks.find(key);
        if (stack == null) {
            jobs.interrupt(key);
            jobs.take(key);
            sources.forget(key);
            return Result.done();
        }
        Duration outstanding = writes.outstanding(key);
        if (outstanding.isPositive()) {
            return Result.after(outstanding);
        }
        boolean leaving = stack.metadata().isBeingDeleted();
        if (!leaving) {
            writes.finalizer(stack, stack.spec().destroysOnDelete());
        } else if (!stack.metadata().finalizers().contains(Stack.FINALIZER)) {
            return Result.done();
        }
        try {
            StackRun run = currentRun(stack);
            if (run != null && !isOver(run)) {
                return carryOn(stack, run);
            }
            if (leaving && run != null && isDone(run) && run.spec().reason().equals("Destroy")) {
                writes.finalizer(stack, false);
                return Result.done();
            }
            return stack.spec().isPaused() && !leaving ? Result.done() : lookForWork(stack, run);
        } catch (StackException e) {
            String problem = String.valueOf(e.getMessage());
            writes.status(stack, next(stack).phase("Failed", problem));
            return Result.after(RETRY);
        }
    }

    private @Nullable StackRun currentRun(Stack stack) {
        String name = stack.status().run();
        return name == null ? null : runs.find(new ObjectKey(stack.key().namespace(), name));
    }

    private static boolean isOver(StackRun run) {
        return switch (phase(run)) {
            case "Applied", "NoChanges", "Failed", "Superseded" -> true;
            default -> false;
        };
    }

    private static boolean isDone(StackRun run) {
        return phase(run).equals("Applied") || phase(run).equals("NoChanges");
    }

    private static String phase(StackRun run) {
        String phase = run.status().phase();
        return phase == null ? "Planning" : phase;
    }

    /// Nothing is under way: a change asks for a plan, else drift is looked for when it is time.
    private Result lookForWork(Stack stack, @Nullable StackRun last) {
        boolean leaving = stack.metadata().isBeingDeleted();
        StackSources.Seen seen = sources.look(stack);
        boolean changed = !seen.input().equals(stack.status().input());
        boolean destroyed = last != null && last.spec().reason().equals("Destroy");
        if (changed || (leaving && !destroyed)) {
            return begin(stack, seen, leaving ? "Destroy" : "Changed");
        }
        if (last != null && hasMore(last)) {
            return begin(stack, seen, "Round");
        }
        Result drift = lookForDrift(stack, seen);
        return drift == null ? Result.after(seen.again()) : drift;
    }

    /// Whether there is something that could not be planned before this run was applied. It ends: a
    /// plan that has nothing to apply and yet puts something off is an error.
    private static boolean hasMore(StackRun run) {
        return phase(run).equals("Applied") && run.status().deferred() > 0;
    }

    private Result begin(Stack stack, StackSources.Seen seen, String reason) {
        int number = stack.status().runs() + 1;
        writes.create(
                stack,
                new StackRunSpec(
                        stack.key().name(), number, seen.input(), seen.revision(), reason));
        String run = StackWrites.runKey(stack, number).name();
        String phase = reason.equals("Destroy") ? "Destroying" : "Planning";
        writes.status(
                stack,
                next(stack)
                        .run(seen.input(), seen.revision(), run, number)
                        .phase(phase, run + " is planned"));
        RunHistory.prune(stack, runs, writes);
        return Result.done();
    }

    private Result carryOn(Stack stack, StackRun run) {
        return switch (phase(run)) {
            case "Planning" -> plan(stack, run);
            case "Planned" -> awaitApproval(stack, run);
            default -> apply(stack, run);
        };
    }

    private Result plan(Stack stack, StackRun run) {
        String name = "plan " + run.key().name();
        Jobs.Result result = jobs.take(stack.key());
        if (result == null) {
            if (jobs.current(stack.key()) == null) {
                Job job = sources.job(stack, mode(run));
                Path file = sources.planFile(run);
                jobs.begin(stack.key(), name, () -> engine.plan(job, file));
            }
            return Result.done();
        }
        return switch (result) {
            case Jobs.Result.Done(Planned planned) -> planned(stack, run, planned);
            case Jobs.Result.Done(Object _) -> Result.after(Duration.ZERO);
            case Jobs.Result.Failed(String problem) -> failed(stack, run, null, List.of(problem));
        };
    }

    private static Mode mode(StackRun run) {
        return run.spec().reason().equals("Destroy") ? Mode.DESTROY : Mode.NORMAL;
    }

    private Result planned(Stack stack, StackRun run, Planned planned) {
        StackRunStatus status =
                Statuses.planned(
                        planned.changes(),
                        shortened(planned.text()),
                        planned.deferred(),
                        time.now());
        if (!planned.applyable()) {
            writes.status(
                    stack, run, Statuses.ended(status, "NoChanges", null, List.of(), time.now()));
            writes.status(
                    stack,
                    next(stack)
                            .drift(new Drift(time.now(), 0, List.of()))
                            .phase("Applied", "Everything is as the configuration says"));
            return Result.after(Duration.ZERO);
        }
        writes.status(stack, run, status);
        events.planned(stack, run.key().name(), planned.changes());
        if (isApprovedBeforehand(stack, planned.changes())) {
            writes.status(stack, next(stack).phase("Applying", run.key().name() + " is applied"));
        } else {
            events.awaitsApproval(stack, run.key().name());
            writes.status(
                    stack,
                    next(stack)
                            .phase(
                                    "AwaitingApproval",
                                    "%s: %s; approve it by the annotation %s: %s"
                                            .formatted(
                                                    run.key().name(),
                                                    StackEvents.text(planned.changes()),
                                                    Stack.APPROVE,
                                                    run.key().name())));
        }
        return Result.done();
    }

    /// Deleting a Stack that destroys what it made is the approval for that.
    private static boolean isApprovedBeforehand(Stack stack, @Nullable Changes changes) {
        String approval = stack.spec().approval();
        boolean destroys = changes == null || changes.destroyed() > 0;
        return stack.metadata().isBeingDeleted()
                || "Automatic".equals(approval)
                || ("WhenNothingIsDestroyed".equals(approval) && !destroys);
    }

    private Result awaitApproval(Stack stack, StackRun run) {
        boolean approved =
                isApprovedBeforehand(stack, run.status().changes())
                        || run.key()
                                .name()
                                .equals(stack.metadata().annotations().get(Stack.APPROVE));
        StackSources.Seen seen = sources.look(stack);
        boolean leaving = stack.metadata().isBeingDeleted() && mode(run) != Mode.DESTROY;
        if (leaving || !seen.input().equals(run.spec().input())) {
            writes.status(
                    stack,
                    run,
                    Statuses.ended(run.status(), "Superseded", null, List.of(), time.now()));
            return Result.after(Duration.ZERO);
        }
        if (!approved) {
            return Result.after(seen.again());
        }
        String by = stack.metadata().annotations().get(Stack.APPROVED_BY);
        writes.status(stack, run, Statuses.applying(run.status(), by));
        writes.status(stack, next(stack).phase("Applying", run.key().name() + " is applied"));
        return Result.done();
    }

    private Result apply(Stack stack, StackRun run) {
        String name = "apply " + run.key().name();
        Jobs.Result result = jobs.take(stack.key());
        if (result == null) {
            if (jobs.current(stack.key()) == null) {
                Job job = sources.job(stack, mode(run));
                Path file = sources.planFile(run);
                jobs.begin(stack.key(), name, () -> engine.apply(job, file));
            }
            return Result.done();
        }
        return switch (result) {
            case Jobs.Result.Done(StackEngine.Applied applied) -> applied(stack, run, applied);
            case Jobs.Result.Done(Object _) -> Result.after(Duration.ZERO);
            case Jobs.Result.Failed(String problem) -> failed(stack, run, null, List.of(problem));
        };
    }

    private Result applied(Stack stack, StackRun run, StackEngine.Applied applied) {
        List<String> problems = new ArrayList<>(applied.errors());
        String refused = outputs.write(stack, applied.outputs());
        if (refused != null) {
            problems.add(refused);
        }
        if (!problems.isEmpty()) {
            return failed(stack, run, applied.log(), problems);
        }
        Instant now = time.now();
        writes.status(
                stack,
                run,
                Statuses.ended(run.status(), "Applied", shortened(applied.log()), List.of(), now));
        List<String> names = applied.outputs().keySet().stream().sorted().toList();
        writes.status(
                stack,
                next(stack)
                        .applied(
                                new Applied(
                                        run.key().name(),
                                        run.spec().input(),
                                        run.spec().revision(),
                                        now),
                                names)
                        .phase("Applied", run.key().name() + " is applied"));
        if (run.status().changes() != null) {
            events.applied(stack, run.key().name(), run.status().changes());
        }
        return Result.after(Duration.ZERO);
    }

    private Result failed(Stack stack, StackRun run, @Nullable String log, List<String> problems) {
        List<String> told = problems.subList(0, Math.min(problems.size(), ERRORS_MAX));
        writes.status(
                stack,
                run,
                Statuses.ended(
                        run.status(),
                        "Failed",
                        log == null ? null : shortened(log),
                        told,
                        time.now()));
        String message = run.key().name() + ": " + problems.getFirst();
        writes.status(stack, next(stack).phase("Failed", message));
        events.failed(stack, run.key().name(), problems.getFirst());
        return Result.done();
    }

    /// Null if it is not the time for it.
    private @Nullable Result lookForDrift(Stack stack, StackSources.Seen seen) {
        Stack.DriftDetection wish = stack.spec().driftDetection();
        if (wish == null || stack.status().applied() == null) {
            return null;
        }
        Jobs.Result result = jobs.take(stack.key());
        if (result != null) {
            return drift(stack, result);
        }
        Drift last = stack.status().drift();
        Duration interval = Durations.of(wish.interval(), DRIFT_INTERVAL);
        Instant due = last == null ? Instant.EPOCH : last.checkedAt().plus(interval);
        if (due.isAfter(time.now())) {
            Duration wait = Duration.between(time.now(), due);
            return Result.after(wait.compareTo(seen.again()) < 0 ? wait : seen.again());
        }
        if (jobs.current(stack.key()) == null) {
            Job job = sources.job(stack, Mode.REFRESH_ONLY);
            Path file = sources.driftFile(stack);
            jobs.begin(stack.key(), "drift", () -> engine.plan(job, file));
        }
        return Result.done();
    }

    private Result drift(Stack stack, Jobs.Result result) {
        if (!(result instanceof Jobs.Result.Done(Planned planned))) {
            String problem =
                    result instanceof Jobs.Result.Failed(String text) ? text : "no plan was made";
            throw new StackException("Drift could not be looked for: " + problem);
        }
        int count = planned.drift().size();
        Drift found =
                new Drift(
                        time.now(), count, planned.drift().subList(0, Math.min(count, LISTED_MAX)));
        Drift before = stack.status().drift();
        if (count > 0 && (before == null || before.count() != count)) {
            events.drifted(stack, count);
        }
        writes.status(
                stack,
                next(stack)
                        .drift(found)
                        .phase(
                                count > 0 ? "Drifted" : "Applied",
                                count > 0
                                        ? count + " objects were changed by others"
                                        : "Everything is as it was applied"));
        return Result.after(Duration.ZERO);
    }

    private static String shortened(String text) {
        return text.length() <= TEXT_MAX
                ? text
                : text.substring(0, TEXT_MAX)
                        + "\n(%d more characters)\n".formatted(text.length() - TEXT_MAX);
    }

    private Statuses.Next next(Stack stack) {
        return new Statuses.Next(stack, time.now());
    }
}
