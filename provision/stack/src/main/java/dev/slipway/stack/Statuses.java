package dev.slipway.stack;

import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Stack;
import dev.slipway.model.kinds.Stack.Applied;
import dev.slipway.model.kinds.Stack.Drift;
import dev.slipway.model.kinds.Stack.StackStatus;
import dev.slipway.model.kinds.StackRun.Changes;
import dev.slipway.model.kinds.StackRun.StackRunStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The next status of a Stack or of a run, made of the one before. For one thread.
final class Statuses {
    private Statuses() {}

    /// A Stack's status while it is changed.
    static final class Next {
        private final Stack stack;
        private final Instant now;
        private StackStatus status;

        Next(Stack stack, Instant now) {
            this.stack = stack;
            this.now = now;
            this.status = stack.status();
        }

        /// `phase` decides the condition `Ready`.
        StackStatus phase(String phase, String message) {
            boolean ready = phase.equals("Applied") || phase.equals("Drifted");
            List<Condition> conditions =
                    Condition.with(
                            status.conditions(), Condition.of("Ready", ready, phase, message, now));
            return new StackStatus(
                    phase,
                    message,
                    stack.metadata().generation(),
                    status.input(),
                    status.revision(),
                    status.run(),
                    status.runs(),
                    status.applied(),
                    status.drift(),
                    status.outputs(),
                    conditions);
        }

        Next run(String input, @Nullable String revision, String run, int number) {
            status =
                    new StackStatus(
                            status.phase(),
                            status.message(),
                            status.observedGeneration(),
                            input,
                            revision,
                            run,
                            number,
                            status.applied(),
                            status.drift(),
                            status.outputs(),
                            status.conditions());
            return this;
        }

        Next applied(Applied applied, List<String> outputs) {
            status =
                    new StackStatus(
                            status.phase(),
                            status.message(),
                            status.observedGeneration(),
                            status.input(),
                            status.revision(),
                            status.run(),
                            status.runs(),
                            applied,
                            new Drift(now, 0, List.of()),
                            outputs,
                            status.conditions());
            return this;
        }

        Next drift(Drift drift) {
            status =
                    new StackStatus(
                            status.phase(),
                            status.message(),
                            status.observedGeneration(),
                            status.input(),
                            status.revision(),
                            status.run(),
                            status.runs(),
                            status.applied(),
                            drift,
                            status.outputs(),
                            status.conditions());
            return this;
        }
    }

    static StackRunStatus planned(Changes changes, String plan, int deferred, Instant now) {
        return new StackRunStatus(
                "Planned", changes, plan, null, null, now, null, deferred, List.of());
    }

    static StackRunStatus applying(StackRunStatus run, @Nullable String approvedBy) {
        return new StackRunStatus(
                "Applying",
                run.changes(),
                run.plan(),
                run.log(),
                approvedBy,
                run.plannedAt(),
                null,
                run.deferred(),
                List.of());
    }

    static StackRunStatus ended(
            StackRunStatus run,
            String phase,
            @Nullable String log,
            List<String> errors,
            Instant now) {
        return new StackRunStatus(
                phase,
                run.changes(),
                run.plan(),
                log,
                run.approvedBy(),
                run.plannedAt(),
                now,
                run.deferred(),
                errors);
    }
}
