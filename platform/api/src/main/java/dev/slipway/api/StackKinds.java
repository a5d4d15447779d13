package dev.slipway.api;

import java.util.List;

/// Infrastructure as code.
final class StackKinds {
    private static final String GROUP = "slipway.dev/v1alpha1";

    private StackKinds() {}

    static List<KindDefinition> all() {
        return List.of(
                KindDefinition.namespaced(GROUP, "Stack", "stacks")
                        .columns(StackColumns.stacks())
                        .withStatus()
                        .withGeneration()
                        .rules(new StackRules())
                        .build(),
                KindDefinition.namespaced(GROUP, "StackRun", "stackruns")
                        .columns(StackColumns.runs())
                        .withStatus()
                        .withGeneration()
                        .rules(new StackRunRules())
                        .build());
    }
}
