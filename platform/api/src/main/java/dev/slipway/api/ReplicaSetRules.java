package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// ReplicaSets.
final class ReplicaSetRules implements KindRules {
    @Override
    public void applyDefaults(ObjectNode replicaSet) {
        Trees.defaultNumber(Trees.object(replicaSet, "spec"), "replicas", 1);
        PodSpecDefaults.applyToTemplate(replicaSet);
    }

    @Override
    public void validate(ObjectNode replicaSet, Problems problems) {
        ObjectNode spec = Trees.object(replicaSet, "spec");
        WorkloadRules.validate(spec, problems);
        WorkloadRules.notNegative("spec", spec, "minReadySeconds", problems);
    }

    @Override
    public void validateUpdate(ObjectNode replicaSet, ObjectNode before, Problems problems) {
        WorkloadRules.selectorIsImmutable(replicaSet, before, problems);
    }
}
