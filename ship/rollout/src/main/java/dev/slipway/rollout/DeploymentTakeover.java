package dev.slipway.rollout;

import dev.slipway.client.Cluster;
import dev.slipway.controller.Component;
import dev.slipway.controller.Controller;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Stepwise;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.Deployment;
import java.util.List;

/// The guard of Deployments where somebody else's controller carries them out and asks nobody: a
/// Deployment whose annotations, or whose namespace's, ask for the guard is carried out by a
/// Rollout of the same name that is made for it, and is handed back when they no longer do.
/// Thread-safe.
public final class DeploymentTakeover implements Component, Stepwise {
    private static final int WORKERS = 2;

    private final Controller controller;
    private final EventRecorder recorder;
    private final Informer<Deployment> deployments;

    /// To be made before the informers start.
    public DeploymentTakeover(Cluster cluster, Informers informers, Time time) {
        recorder = new EventRecorder("guard", cluster, time);
        TakeoverReconciler reconciler = new TakeoverReconciler(cluster, informers, recorder);
        deployments = reconciler.deployments;
        controller =
                Controller.named("takeover", reconciler, time)
                        .onChange(deployments)
                        .onChange(reconciler.rollouts, rollout -> List.of(rollout.key()))
                        .onChange(reconciler.namespaces, space -> in(space.key().name()))
                        .onChange(reconciler.services, service -> in(service.key().namespace()))
                        .onChange(reconciler.autoscalers, scaler -> in(scaler.key().namespace()))
                        .workers(WORKERS)
                        .build();
    }

    private List<ObjectKey> in(String namespace) {
        return deployments.inNamespace(namespace).stream().map(Resource::key).toList();
    }

    @Override
    public void start() {
        recorder.start();
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
        recorder.close();
    }

    @Override
    public boolean step() throws InterruptedException {
        return controller.step() || recorder.step();
    }
}
