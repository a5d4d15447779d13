package dev.slipway.benchmarks;

import dev.slipway.client.ListQuery;
import dev.slipway.controller.Informers;
import dev.slipway.controller.SystemTime;
import dev.slipway.controller.testing.SimulatedNode;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.workloads.Workloads;
import dev.slipway.workloads.WorkloadsConfig;
import java.util.Objects;

/// The controllers with 1,000 pods, 100 Deployments and 200 Services over the real store on disk,
/// with a node that runs nothing: how long until all run, until all are updated, and how long
/// reconciles take.
public final class WorkloadsAtScale {
    private static final int DEPLOYMENTS = 100;
    private static final int PODS_EACH = 10;
    private static final int SERVICES_EACH = 2;

    private final ScaleWorld world;

    private WorkloadsAtScale(ScaleWorld world) {
        this.world = world;
    }

    public static void main(String[] args) throws Exception {
        try (ScaleWorld world = new ScaleWorld()) {
            new WorkloadsAtScale(world).run();
        }
    }

    private void run() throws Exception {
        try (SystemTime time = new SystemTime();
                Informers informers = new Informers(world.cluster, time);
                Workloads workloads =
                        new Workloads(
                                WorkloadsConfig.of(Kinds.all(), ""),
                                _ -> world.cluster,
                                informers,
                                Workloads.Crossings.none(),
                                time);
                SimulatedNode node =
                        new SimulatedNode(world.cluster, informers, time, _ -> ScaleWorld.QUICK)) {
            informers.start();
            workloads.start();
            node.start();
            world.measure("all run", this::createAll, () -> allRun("app:v1"));
            workloads.figures().forEach(ScaleWorld::report);
            world.measure("all updated", this::updateAll, () -> allRun("app:v2"));
            workloads.figures().forEach(ScaleWorld::report);
        }
    }

    private void createAll() {
        for (int i = 0; i < DEPLOYMENTS; i++) {
            for (int j = 0; j < SERVICES_EACH; j++) {
                world.create(
                        Kinds.SERVICE,
                        """
                        {apiVersion: v1, kind: Service,
                         metadata: {name: app%d-%d, namespace: default},
                         spec: {selector: {app: app%d}, ports: [{port: 80, targetPort: 8080}]}}
                        """
                                .formatted(i, j, i));
            }
            world.create(
                    Kinds.DEPLOYMENT,
                    """
                    {apiVersion: apps/v1, kind: Deployment,
                     metadata: {name: app%d, namespace: default},
                     spec: {replicas: %d, selector: {matchLabels: {app: app%d}},
                      template: {metadata: {labels: {app: app%d}}, spec: {containers: [
                       {name: main, image: 'app:v1', ports: [{containerPort: 8080}]}]}}}}
                    """
                            .formatted(i, PODS_EACH, i, i));
        }
    }

    private void updateAll() {
        for (int i = 0; i < DEPLOYMENTS; i++) {
            world.patch(
                    Kinds.DEPLOYMENT,
                    "app" + i,
                    "{spec: {template: {spec: {containers: [{name: main, image: 'app:v2',"
                            + " ports: [{containerPort: 8080}]}]}}}}");
        }
    }

    private boolean allRun(String image) {
        return world.cluster.resources(Kinds.DEPLOYMENT).list(ListQuery.all()).items().stream()
                .allMatch(deployment -> runs(deployment, image));
    }

    private static boolean runs(Deployment deployment, String image) {
        var status = deployment.status();
        return deployment.spec().template().toString().contains(image)
                && Objects.equals(status.observedGeneration(), deployment.metadata().generation())
                && Objects.equals(status.replicas(), PODS_EACH)
                && Objects.equals(status.updatedReplicas(), PODS_EACH)
                && Objects.equals(status.availableReplicas(), PODS_EACH);
    }
}
