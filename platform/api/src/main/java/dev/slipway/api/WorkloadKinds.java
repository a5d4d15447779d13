package dev.slipway.api;

import java.util.List;

/// What keeps pods running.
final class WorkloadKinds {
    private WorkloadKinds() {}

    static List<KindDefinition> all() {
        return List.of(
                KindDefinition.namespaced("apps/v1", "Deployment", "deployments")
                        .columns(WorkloadColumns.deployments())
                        .shortNames("deploy")
                        .categories("all")
                        .withStatus()
                        .withScale()
                        .withGeneration()
                        .rules(new DeploymentRules())
                        .build(),
                KindDefinition.namespaced("apps/v1", "ReplicaSet", "replicasets")
                        .columns(WorkloadColumns.replicaSets())
                        .shortNames("rs")
                        .categories("all")
                        .withStatus()
                        .withScale()
                        .withGeneration()
                        .selectableFields("status.replicas")
                        .rules(new ReplicaSetRules())
                        .build(),
                KindDefinition.namespaced("batch/v1", "Job", "jobs")
                        .columns(WorkloadColumns.jobs())
                        .categories("all")
                        .withStatus()
                        .withGeneration()
                        .usualPropagation(DeletePolicy.Propagation.ORPHAN)
                        .selectableFields("status.successful")
                        .rules(new JobRules())
                        .build(),
                KindDefinition.namespaced("argoproj.io/v1alpha1", "Rollout", "rollouts")
                        .columns(WorkloadColumns.rollouts())
                        .shortNames("ro")
                        .withStatus()
                        .withScale()
                        .withGeneration()
                        .rules(new RolloutRules())
                        .build());
    }
}
