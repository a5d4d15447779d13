package dev.slipway.stack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.OwnWrites;
import dev.slipway.controller.Time;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Stack;
import dev.slipway.model.kinds.Stack.StackStatus;
import dev.slipway.model.kinds.StackRun;
import dev.slipway.model.kinds.StackRun.StackRunSpec;
import dev.slipway.model.kinds.StackRun.StackRunStatus;
import java.time.Duration;
import java.util.List;

/// Writes Stacks and their runs, and knows whether the last write can be seen already. Thread-safe.
final class StackWrites {
    private final Resources<Stack> stacks;
    private final Resources<StackRun> runs;
    private final OwnWrites<Stack> ownStacks;
    private final OwnWrites<StackRun> ownRuns;

    /// To be made before the informers start.
    StackWrites(Cluster cluster, Informer<Stack> stacks, Informer<StackRun> runs, Time time) {
        this.stacks = cluster.resources(Kinds.STACK);
        this.runs = cluster.resources(Kinds.STACK_RUN);
        ownStacks = new OwnWrites<>(stacks, time);
        ownRuns = new OwnWrites<>(runs, time);
    }

    /// How long to wait at most until all writes for a Stack can be seen; zero if they can.
    Duration outstanding(ObjectKey key) {
        Duration stack = ownStacks.outstanding(key);
        Duration run = ownRuns.outstanding(key);
        return stack.compareTo(run) > 0 ? stack : run;
    }

    void status(Stack stack, StackStatus status) {
        Patch.MergePatch change = MergeChange.ofStatus(stack.status(), status);
        if (change != null && change.change() instanceof ObjectNode patch) {
            patch.withObject("/metadata")
                    .put("resourceVersion", stack.metadata().resourceVersion());
            ownStacks.wrote(
                    stack.key(), stacks.patchStatus(stack.key(), new Patch.MergePatch(patch)));
        }
    }

    void status(Stack stack, StackRun run, StackRunStatus status) {
        Patch.MergePatch change = MergeChange.ofStatus(run.status(), status);
        if (change != null) {
            ownRuns.wrote(stack.key(), runs.patchStatus(run.key(), change));
        }
    }

    /// The run of this number; one that is there already is as good.
    void create(Stack stack, StackRunSpec spec) {
        ObjectKey key = runKey(stack, spec.number());
        ObjectMeta metadata =
                ObjectMeta.named(key.namespace(), key.name())
                        .withOwner(OwnerReference.controlledBy(Kinds.STACK, stack.metadata()));
        try {
            ownRuns.wrote(
                    stack.key(),
                    runs.create(new StackRun(metadata, spec, Json.empty(StackRunStatus.class))));
        } catch (ApiException e) {
            if (e.reason() != Reason.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    static ObjectKey runKey(Stack stack, int number) {
        return new ObjectKey(stack.key().namespace(), stack.key().name() + "-" + number);
    }

    void delete(StackRun run) {
        runs.delete(run.key(), DeleteOptions.background());
    }

    void finalizer(Stack stack, boolean wanted) {
        List<String> now = stack.metadata().finalizers();
        if (now.contains(Stack.FINALIZER) == wanted) {
            return;
        }
        ObjectNode patch = Json.object();
        ObjectNode metadata = patch.withObject("/metadata");
        ArrayNode finalizers = metadata.putArray("finalizers");
        now.stream().filter(each -> !each.equals(Stack.FINALIZER)).forEach(finalizers::add);
        if (wanted) {
            finalizers.add(Stack.FINALIZER);
        }
        metadata.put("resourceVersion", stack.metadata().resourceVersion());
        try {
            ownStacks.wrote(stack.key(), stacks.patch(stack.key(), new Patch.MergePatch(patch)));
        } catch (ApiException e) {
            boolean gone = !wanted && e.reason() == Reason.NOT_FOUND;
            if (!gone) {
                throw e;
            }
        }
    }
}
