package dev.slipway.api;

import java.util.List;

/// What brings new versions in, beyond one workload.
final class ReleaseKinds {
    private ReleaseKinds() {}

    static List<KindDefinition> all() {
        return List.of(
                KindDefinition.namespaced("slipway.dev/v1alpha1", "Release", "releases")
                        .columns(ReleaseColumns.all())
                        .shortNames("rel")
                        .withStatus()
                        .withGeneration()
                        .rules(new ReleaseRules())
                        .build());
    }
}
