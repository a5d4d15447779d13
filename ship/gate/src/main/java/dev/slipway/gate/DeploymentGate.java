package dev.slipway.gate;

import static java.util.Objects.requireNonNull;

import dev.slipway.client.Cluster;
import dev.slipway.controller.Component;
import dev.slipway.controller.Controller;
import dev.slipway.controller.ControllerFigures;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Stepwise;
import dev.slipway.controller.Time;
import dev.slipway.evidence.ReleaseViews;
import dev.slipway.evidence.ReleaseWatch;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The guard of plain Deployments: says how far each update may go, and how the traffic of the
/// Services before it is divided meanwhile. A new version gets a growing share while it is compared
/// with the old one, and goes back if it is worse. Thread-safe.
///
/// What it decides follows from the objects, and from annotations that it writes on ReplicaSets:
/// nothing of it is lost when the process ends.
public final class DeploymentGate implements Component, Stepwise {
    private static final String NAME = "guard";
    private static final int WORKERS = 4;

    private final SceneReader reader;
    private final GateReconciler reconciler;
    private final ServiceShares shares;
    private final ReleaseWatch watch;
    private final Controller controller;
    private final EventRecorder recorder;

    /// To be made before the informers start.
    public DeploymentGate(
            Cluster cluster, Informers informers, RevisionTraffic traffic, Time time) {
        requireNonNull(traffic, "traffic");
        recorder = new EventRecorder("guard", cluster, time);
        reader = new SceneReader(informers, time);
        shares = new ServiceShares(reader);
        watch = new ReleaseWatch(traffic, time, this::wake);
        reconciler =
                new GateReconciler(
                        reader,
                        cluster.resources(Kinds.REPLICA_SET),
                        watch,
                        shares,
                        new GateEvents(recorder));
        controller =
                Controller.named(NAME, reconciler, time)
                        .onChange(reader.deployments)
                        .onOwnedChange(reader.sets, Kinds.DEPLOYMENT)
                        .onChange(
                                reader.services,
                                service ->
                                        reader.behind(service).stream()
                                                .map(Deployment::key)
                                                .toList())
                        .onChange(
                                reader.namespaces, namespace -> inNamespace(namespace.key().name()))
                        .reads(reader.pods)
                        .workers(WORKERS)
                        .build();
    }

    private List<ObjectKey> inNamespace(String namespace) {
        return reader.deployments.inNamespace(namespace).stream().map(Deployment::key).toList();
    }

    private void wake(ObjectKey key) {
        controller.wake(key);
    }

    /// How far the update of the Deployment to the version with this template hash may go now.
    public GateDecision decide(Deployment deployment, String newHash) {
        return reconciler.decide(reader.read(deployment, newHash));
    }

    /// `listener` is called with the key of a Deployment whose decision has changed.
    public void onDecisionChange(Consumer<ObjectKey> listener) {
        reconciler.onChange(listener);
    }

    /// Shares in percent of the requests to a Service by the template hashes of the pods behind it;
    /// versions that are not named get nothing. Empty where every pod is to get as much as any
    /// other.
    public Map<String, Integer> sharesOf(ObjectKey service) {
        return shares.of(service);
    }

    /// `listener` is called after any change of such an answer.
    public void onSharesChange(Runnable listener) {
        shares.onChange(listener);
    }

    /// The Deployments as people watch them.
    public ReleaseViews views() {
        return watch;
    }

    /// How the reconciling does.
    public ControllerFigures figures() {
        return controller.figures();
    }

    @Override
    public void start() {
        recorder.start();
        controller.start();
        watch.start();
    }

    @Override
    public void close() {
        watch.stop();
        controller.close();
        recorder.close();
    }

    @Override
    public boolean step() throws InterruptedException {
        watch.start();
        return controller.step() || recorder.step();
    }
}
