package dev.slipway.terraform.engine;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.InstanceState;
import dev.slipway.state.State;
import dev.slipway.terraform.change.Marks;
import dev.slipway.terraform.config.Output;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.event.RunEvent.ImportStep;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import java.util.SortedMap;
import java.util.TreeMap;

/// Has everything of a plan carried out, as much as can be at once. Belongs to one thread.
final class Applying {
    private final ApplyRun run;

    Applying(ApplyRun run) {
        this.run = run;
    }

    ApplyOutcome outcome() {
        run.cancellation.onAsk(run.providers::stop);
        run.plan.changes().stream()
                .filter(each -> each.details().importing() != null)
                .forEach(this::takeOver);
        Planning.Tasks tasks = new Planning.Tasks();
        for (ResourceChange change : run.plan.changes()) {
            if (change.deposed() == null && InstanceApplying.makes(change.action())) {
                tasks.run(() -> run.made(change));
            }
            if (destroys(change.action())) {
                tasks.run(() -> run.destroyed(change));
            }
        }
        tasks.await();
        SortedMap<String, State.Output> outputs = outputs();
        if (run.plan.mode() == Plan.Mode.NORMAL && !isPart() && !hasFailed()) {
            Conditions.checkBlocks(run.rootModule(), run);
        }
        run.opened().close();
        if (run.cancellation.isAsked()) {
            run.findings()
                    .error(
                            "Execution halted",
                            "The run was asked to end. What was completed is in the state; plan"
                                    + " again to go on.",
                            null);
        }
        return new ApplyOutcome(
                run.state.snapshot(outputs, run.checks().results()),
                run.tally.added(),
                run.tally.changed(),
                run.tally.destroyed(),
                run.findings().list());
    }

    /// What is imported is in the state before anything else happens to it.
    private void takeOver(ResourceChange change) {
        String id = requireNonNull(requireNonNull(change.details().importing()).text());
        InstanceState found = requireNonNull(run.state.find(change.address()));
        run.listener.on(new RunEvent.Importing(change.address(), ImportStep.BEGIN, id));
        run.state.put(change.address(), change.provider(), found);
        run.listener.on(new RunEvent.Importing(change.address(), ImportStep.DONE, id));
    }

    private static boolean destroys(Action action) {
        return switch (action) {
            case DELETE, DELETE_THEN_CREATE, CREATE_THEN_DELETE, FORGET -> true;
            case NOOP, CREATE, READ, UPDATE -> false;
        };
    }

    private boolean isPart() {
        Plan.Inputs inputs = run.plan.inputs();
        return !inputs.targets().isEmpty() || !inputs.excludes().isEmpty();
    }

    private boolean hasFailed() {
        return run.findings().hasErrors() || run.cancellation.isAsked();
    }

    /// After an error outputs stay as they were where they cannot be calculated.
    private SortedMap<String, State.Output> outputs() {
        SortedMap<String, State.Output> outputs = new TreeMap<>();
        boolean isPart = isPart();
        if (run.plan.mode() == Plan.Mode.DESTROY) {
            return hasFailed() || isPart ? run.plan.previous().outputs() : outputs;
        }
        for (Output output : run.rootModule().module().outputs().values()) {
            if (output.traits().ephemeral()) {
                continue;
            }
            if (isPart && !run.plan.outputs().containsKey(output.name())) {
                State.Output kept = run.plan.previous().outputs().get(output.name());
                if (kept != null) {
                    outputs.put(output.name(), kept);
                }
                continue;
            }
            Value value = run.rootModule().output(output.name());
            boolean sensitive = Values.deepMarks(value).contains(Mark.SENSITIVE);
            Value plain = Marks.plain(value);
            State.Output before = run.plan.previous().outputs().get(output.name());
            if (!plain.isWhollyKnown()) {
                if (before != null) {
                    outputs.put(output.name(), before);
                }
            } else if (!plain.isNull()) {
                outputs.put(output.name(), new State.Output(plain, sensitive));
            }
        }
        return outputs;
    }
}
