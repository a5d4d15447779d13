package dev.slipway.release;

import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;

/// Finds parts by their ids. Thread-safe.
final class Parts {
    final Informer<Deployment> deployments;
    final Informer<Rollout> rollouts;
    final Informer<ReplicaSet> sets;
    final Informer<ConfigMap> configMaps;
    private final Resources<Rollout> rolloutResources;
    private final Resources<ConfigMap> configMapResources;
    private final WorkloadWrites deploymentWrites;
    private final WorkloadWrites rolloutWrites;

    Parts(Cluster cluster, Informers informers) {
        deployments = informers.of(Kinds.DEPLOYMENT);
        rollouts = informers.of(Kinds.ROLLOUT);
        sets = informers.of(Kinds.REPLICA_SET);
        configMaps = informers.of(Kinds.CONFIG_MAP);
        rolloutResources = cluster.resources(Kinds.ROLLOUT);
        configMapResources = cluster.resources(Kinds.CONFIG_MAP);
        deploymentWrites = new WorkloadWrites(cluster, Kinds.DEPLOYMENT);
        rolloutWrites = new WorkloadWrites(cluster, Kinds.ROLLOUT);
    }

    Part find(String namespace, String id) {
        int space = id.indexOf(' ');
        String kind = space < 0 ? id : id.substring(0, space);
        ObjectKey key = new ObjectKey(namespace, id.substring(space + 1));
        return switch (kind) {
            case "Deployment" -> new DeploymentPart(key, deployments, sets, deploymentWrites);
            case "Rollout" -> new RolloutPart(key, rollouts, rolloutResources, rolloutWrites);
            case "ConfigMap" -> new ConfigPart(key, configMaps, configMapResources);
            default ->
                    throw new IllegalArgumentException(
                            "part: " + id + " (expected: a Deployment, Rollout or ConfigMap)");
        };
    }
}
