package dev.slipway.release;

import static java.util.Objects.requireNonNull;

import dev.slipway.client.Cluster;
import dev.slipway.controller.Component;
import dev.slipway.controller.Controller;
import dev.slipway.controller.ControllerFigures;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Stepwise;
import dev.slipway.controller.Time;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Release;
import dev.slipway.model.kinds.ReplicaSet;
import java.util.List;

/// Carries out Releases. Thread-safe.
public final class ReleaseController implements Component, Stepwise {
    private static final int WORKERS = 2;

    private final Controller controller;
    private final EventRecorder recorder;

    /// To be made before the informers start.
    public ReleaseController(Cluster cluster, Informers informers, Time time) {
        requireNonNull(cluster, "cluster");
        recorder = new EventRecorder("releases-controller", cluster, time);
        Informer<Release> releases = informers.of(Kinds.RELEASE);
        Parts parts = new Parts(cluster, informers);
        ReleaseReconciler reconciler =
                new ReleaseReconciler(
                        releases,
                        new ReleaseWrites(cluster, releases, time),
                        parts,
                        new ReleaseEvents(recorder),
                        time);
        controller =
                Controller.named("releases", reconciler, time)
                        .onChange(releases)
                        .onChange(
                                parts.deployments,
                                object -> with(releases, Kinds.DEPLOYMENT, object))
                        .onChange(parts.rollouts, object -> with(releases, Kinds.ROLLOUT, object))
                        .onChange(
                                parts.configMaps,
                                object -> with(releases, Kinds.CONFIG_MAP, object))
                        .onChange(parts.sets, set -> withOwner(releases, set))
                        .workers(WORKERS)
                        .build();
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

    /// How the reconciling does.
    public ControllerFigures figures() {
        return controller.figures();
    }

    private static List<ObjectKey> with(Informer<Release> releases, Kind<?> kind, Resource object) {
        return with(releases, object.key().namespace(), kind, object.key().name());
    }

    private static List<ObjectKey> withOwner(Informer<Release> releases, ReplicaSet set) {
        OwnerReference owner = set.metadata().controller();
        return owner == null
                ? List.of()
                : with(releases, set.key().namespace(), Kinds.DEPLOYMENT, owner.name());
    }

    private static List<ObjectKey> with(
            Informer<Release> releases, String namespace, Kind<?> kind, String name) {
        String id = kind.type().kind() + " " + name;
        return releases.inNamespace(namespace).stream()
                .filter(release ->
                        new Plan(release).wanted().containsKey(id)
                                || release.status().wanted().stream()
                                        .anyMatch(part -> part.part().equals(id)))
                .map(Release::key)
                .toList();
    }
}
