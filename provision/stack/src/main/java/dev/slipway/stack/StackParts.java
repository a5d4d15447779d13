package dev.slipway.stack;

import dev.slipway.controller.Informer;
import dev.slipway.controller.Time;
import dev.slipway.model.kinds.Stack;
import dev.slipway.model.kinds.StackRun;

/// What the reconciling of Stacks is made of.
record StackParts(
        Informer<Stack> stacks,
        Informer<StackRun> runs,
        StackWrites writes,
        StackOutputs outputs,
        StackSources sources,
        StackEngine engine,
        StackEvents events,
        Jobs jobs,
        Time time) {}
