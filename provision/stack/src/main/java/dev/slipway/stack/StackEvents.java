package dev.slipway.stack;

import dev.slipway.controller.EventRecorder;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Stack;
import dev.slipway.model.kinds.StackRun.Changes;

/// What happens to Stacks, as Events. Thread-safe.
final class StackEvents {
    private final EventRecorder recorder;

    StackEvents(EventRecorder recorder) {
        this.recorder = recorder;
    }

    void planned(Stack stack, String run, Changes changes) {
        normal(stack, "StackPlanned", "%s: %s".formatted(run, text(changes)));
    }

    void awaitsApproval(Stack stack, String run) {
        normal(
                stack,
                "StackAwaitsApproval",
                "%s waits for the annotation %s: %s".formatted(run, Stack.APPROVE, run));
    }

    void applied(Stack stack, String run, Changes changes) {
        normal(stack, "StackApplied", "%s: %s".formatted(run, text(changes)));
    }

    void failed(Stack stack, String run, String problem) {
        recorder.warning(Kinds.STACK, stack, "StackFailed", run + ": " + problem);
    }

    void drifted(Stack stack, int count) {
        recorder.warning(
                Kinds.STACK,
                stack,
                "StackDrifted",
                "%d objects were changed by others".formatted(count));
    }

    private void normal(Stack stack, String reason, String message) {
        recorder.normal(Kinds.STACK, stack, reason, message);
    }

    static String text(Changes changes) {
        String imported = changes.imported() == 0 ? "" : changes.imported() + " to import, ";
        return changes.isNone()
                ? "no changes"
                : "%s%d to add, %d to change, %d to destroy"
                        .formatted(
                                imported, changes.added(), changes.changed(), changes.destroyed());
    }
}
