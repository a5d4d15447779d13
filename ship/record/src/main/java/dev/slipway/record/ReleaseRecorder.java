package dev.slipway.record;

import static java.util.Objects.requireNonNull;

import dev.slipway.client.Cluster;
import dev.slipway.controller.Component;
import dev.slipway.controller.Controller;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Stepwise;
import dev.slipway.controller.Time;
import dev.slipway.http.Mount;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Namespace;
import dev.slipway.model.kinds.ReleaseRecord;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Keeps the records of all releases, tells of them, and answers questions about them. Thread-safe.
public final class ReleaseRecorder implements Component, Stepwise {
    private static final int SENDERS = 8;

    private final List<Controller> controllers = new ArrayList<>();
    private final EventRecorder events;
    private final Informer<ReleaseRecord> records;
    private final ReleaseApi api;

    /// What others answer for it.
    ///
    /// @param served whether the API has a kind
    public record Crossings(
            TrafficSeen traffic, MessageTemplates templates, Predicate<Kind<?>> served) {
        public Crossings {
            requireNonNull(traffic, "traffic");
            requireNonNull(templates, "templates");
            requireNonNull(served, "served");
        }
    }

    /// To be made before the informers start.
    public ReleaseRecorder(
            Cluster cluster,
            Informers informers,
            RecordConfig config,
            Crossings crossings,
            Time time) {
        requireNonNull(config, "config");
        records = informers.of(Kinds.RELEASE_RECORD);
        records.addIndex(RecordKeeper.BY_WORKLOAD, record -> List.of(RecordKeeper.indexed(record)));
        events = new EventRecorder("release-records", cluster, time);
        Informer<ReplicaSet> sets = informers.of(Kinds.REPLICA_SET);
        Informer<Namespace> namespaces = informers.of(Kinds.NAMESPACE);
        Informer<Rollout> rollouts = informers.of(Kinds.ROLLOUT);
        Informer<Deployment> deployments = informers.of(Kinds.DEPLOYMENT);
        Map<String, Informer<WatchedRun>> runs = runs(informers, crossings.served());
        var parts =
                new RecordKeeper.Parts(
                        records,
                        namespaces,
                        cluster.resources(Kinds.RELEASE_RECORD),
                        crossings.traffic(),
                        time);
        RolloutSightings ofRollouts = new RolloutSightings(sets, new AnalysisSightings(runs), time);
        Controller.Builder keeper =
                keeper(
                        new RecordKeeper.Workloads<>("Rollout", rollouts, ofRollouts::of),
                        Kinds.ROLLOUT,
                        parts,
                        sets);
        runs.values().forEach(informer -> keeper.onOwnedChange(informer, Kinds.ROLLOUT));
        controllers.add(keeper.build());
        DeploymentSightings ofDeployments = new DeploymentSightings(sets, namespaces, time);
        controllers.add(
                keeper(
                                new RecordKeeper.Workloads<>(
                                        "Deployment", deployments, ofDeployments::of),
                                Kinds.DEPLOYMENT,
                                parts,
                                sets)
                        .build());
        controllers.add(outbox(cluster, config, crossings, time));
        Predicate<ReleaseRecord> current =
                record -> isCurrent(record, rollouts) || isCurrent(record, deployments);
        Retention retention =
                new Retention(
                        records, cluster.resources(Kinds.RELEASE_RECORD), config, current, time);
        controllers.add(
                Controller.named("release-record-retention", retention, time)
                        .onChange(records)
                        .reads(rollouts)
                        .reads(deployments)
                        .build());
        api = new ReleaseApi(records, time);
    }

    private static <T extends Resource> Controller.Builder keeper(
            RecordKeeper.Workloads<T> workloads,
            Kind<T> kind,
            RecordKeeper.Parts parts,
            Informer<ReplicaSet> sets) {
        return Controller.named(
                        "release-records-" + kind.plural(),
                        new RecordKeeper<>(workloads, parts),
                        parts.time())
                .onChange(workloads.informer())
                .onOwnedChange(sets, kind)
                .onChange(parts.records(), record -> workload(record, workloads.kind()))
                .reads(parts.namespaces());
    }

    private Controller outbox(
            Cluster cluster, RecordConfig config, Crossings crossings, Time time) {
        Outbox outbox =
                new Outbox(
                        records,
                        cluster,
                        config,
                        new Outbox.Parts(
                                new MessageWriter(crossings.templates()),
                                new WebSender(),
                                events,
                                time));
        return Controller.named("release-messages", outbox, time)
                .onChange(records)
                .workers(SENDERS)
                .build();
    }

    private static Map<String, Informer<WatchedRun>> runs(
            Informers informers, Predicate<Kind<?>> served) {
        Map<String, Informer<WatchedRun>> runs = new HashMap<>();
        for (Kind<WatchedRun> kind : List.of(WatchedRun.ANALYSIS_RUN, WatchedRun.EXPERIMENT)) {
            if (served.test(kind)) {
                runs.put(kind.type().kind(), informers.of(kind));
            }
        }
        return runs;
    }

    private static List<ObjectKey> workload(ReleaseRecord record, String kind) {
        var workload = record.spec().workload();
        return workload.kind().equals(kind)
                ? List.of(new ObjectKey(record.key().namespace(), workload.name()))
                : List.of();
    }

    private static <T extends Resource> boolean isCurrent(
            ReleaseRecord record, Informer<T> workloads) {
        var workload = record.spec().workload();
        T found = workloads.find(new ObjectKey(record.key().namespace(), workload.name()));
        return found != null && workload.uid().equals(found.metadata().uid());
    }

    /// `/slipway/v1`: the releases and their figures.
    public Mount mount() {
        return new Mount("/slipway/v1", api);
    }

    /// The figures computed from the records.
    public Dora dora() {
        return api.dora();
    }

    @Override
    public void start() {
        events.start();
        controllers.forEach(Controller::start);
    }

    @Override
    public void close() {
        controllers.reversed().forEach(Controller::close);
        events.close();
    }

    @Override
    public boolean step() throws InterruptedException {
        for (Controller controller : controllers) {
            if (controller.step()) {
                return true;
            }
        }
        return events.step();
    }
}
