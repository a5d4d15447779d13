package dev.slipway.api;

import java.util.List;

/// What is kept of releases.
final class RecordKinds {
    private RecordKinds() {}

    static List<KindDefinition> all() {
        return List.of(
                KindDefinition.namespaced("slipway.dev/v1alpha1", "ReleaseRecord", "releaserecords")
                        .columns(ReleaseRecordColumns.all())
                        .shortNames("rr")
                        .withStatus()
                        .withGeneration()
                        .rules(new ReleaseRecordRules())
                        .build());
    }
}
