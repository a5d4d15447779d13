package dev.slipway.stack;

import dev.slipway.controller.Informer;
import dev.slipway.model.kinds.Stack;
import dev.slipway.model.kinds.StackRun;
import java.util.Comparator;
import java.util.List;

/// Keeps the newest runs of a Stack, and the one that was applied last.
final class RunHistory {
    private static final int KEPT = 20;

    private RunHistory() {}

    static void prune(Stack stack, Informer<StackRun> runs, StackWrites writes) {
        List<StackRun> newestFirst =
                runs.inNamespace(stack.key().namespace()).stream()
                        .filter(run -> run.spec().stack().equals(stack.key().name()))
                        .sorted(
                                Comparator.comparingInt((StackRun run) -> run.spec().number())
                                        .reversed())
                        .toList();
        String applied = stack.status().applied() == null ? "" : stack.status().applied().run();
        newestFirst.stream()
                .skip(KEPT)
                .filter(run -> !run.key().name().equals(applied))
                .forEach(writes::delete);
    }
}
