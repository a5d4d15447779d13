package dev.slipway.workloads;

import static java.util.Objects.requireNonNull;

import dev.slipway.client.Cluster;
import dev.slipway.controller.Component;
import dev.slipway.controller.Controller;
import dev.slipway.controller.ControllerFigures;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Stepwise;
import dev.slipway.controller.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// The controllers that keep workloads as their specification says: Deployment, ReplicaSet, Job,
/// EndpointSlice, autoscaling, garbage collection, namespaces, and the removal of what is old. Each
/// acts under an identity of its own. Thread-safe.
public final class Workloads implements Component, Stepwise {
    private final List<EventRecorder> recorders = new ArrayList<>();
    private final List<Controller> controllers = new ArrayList<>();

    /// What these controllers ask of others.
    public record Crossings(AutoscalingMetrics metrics, Releasing releasing) {
        public Crossings {
            requireNonNull(metrics, "metrics");
            requireNonNull(releasing, "releasing");
        }

        /// Nobody answers.
        public static Crossings none() {
            return new Crossings(AutoscalingMetrics.none(), Releasing.plain());
        }
    }

    /// @param clusters gives the cluster as the controller of that name may see it, for example
    ///   `replicaset-controller`
    /// @param informers started and closed by the caller, the former after this
    public Workloads(
            WorkloadsConfig config,
            Function<String, Cluster> clusters,
            Informers informers,
            Crossings crossings,
            Time time) {
        this(config, clusters, informers, crossings, time, Workloads::onVirtualThread);
    }

    /// In a simulation `executor` runs on the calling thread.
    public Workloads(
            WorkloadsConfig config,
            Function<String, Cluster> clusters,
            Informers informers,
            Crossings crossings,
            Time time,
            Executor executor) {
        requireNonNull(config, "config");
        requireNonNull(informers, "informers");
        Wiring wiring = new Wiring(clusters, time, executor, recorders);
        controllers.add(wiring.replicaSets(informers));
        controllers.add(wiring.deployments(informers, crossings.releasing()));
        controllers.add(wiring.jobs(informers));
        controllers.add(wiring.endpointSlices(informers));
        controllers.add(wiring.autoscalers(informers, config, crossings.metrics()));
        controllers.add(wiring.garbage(informers, config));
        controllers.add(wiring.namespaces(informers, config));
        controllers.add(wiring.events(informers, config));
        controllers.add(wiring.podGarbage(informers, config));
    }

    /// How each controller is doing.
    public List<ControllerFigures> figures() {
        return controllers.stream().map(Controller::figures).toList();
    }

    @Override
    public void start() {
        recorders.forEach(EventRecorder::start);
        controllers.forEach(Controller::start);
    }

    @Override
    public boolean step() throws InterruptedException {
        for (Controller controller : controllers) {
            if (controller.step()) {
                return true;
            }
        }
        for (EventRecorder recorder : recorders) {
            if (recorder.step()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        controllers.reversed().forEach(Controller::close);
        recorders.forEach(EventRecorder::close);
    }

    private static void onVirtualThread(Runnable work) {
        Thread.ofVirtual().name("workloads").start(work);
    }

    private record Wiring(
            Function<String, Cluster> clusters,
            Time time,
            Executor executor,
            List<EventRecorder> recorders) {
        Controller replicaSets(Informers informers) {
            Cluster cluster = clusters.apply("replicaset-controller");
            return new ReplicaSetReconciler(
                            cluster, informers, tools("replicaset-controller", cluster))
                    .controller();
        }

        Controller deployments(Informers informers, Releasing releasing) {
            Cluster cluster = clusters.apply("deployment-controller");
            return new DeploymentReconciler(
                            cluster, informers, tools("deployment-controller", cluster), releasing)
                    .controller();
        }

        Controller jobs(Informers informers) {
            Cluster cluster = clusters.apply("job-controller");
            return new JobReconciler(cluster, informers, tools("job-controller", cluster))
                    .controller();
        }

        Controller endpointSlices(Informers informers) {
            Cluster cluster = clusters.apply("endpointslice-controller");
            return new EndpointSliceReconciler(
                            cluster, informers, tools("endpointslice-controller", cluster))
                    .controller();
        }

        Controller autoscalers(
                Informers informers, WorkloadsConfig config, AutoscalingMetrics metrics) {
            Cluster cluster = clusters.apply("horizontal-pod-autoscaler");
            return new AutoscalerReconciler(
                            cluster,
                            informers,
                            config.kinds(),
                            metrics,
                            tools("horizontal-pod-autoscaler", cluster))
                    .controller();
        }

        Controller garbage(Informers informers, WorkloadsConfig config) {
            Cluster cluster = clusters.apply("generic-garbage-collector");
            return new GarbageReconciler(cluster, informers, config.kinds(), time).controller();
        }

        Controller namespaces(Informers informers, WorkloadsConfig config) {
            Cluster cluster = clusters.apply("namespace-controller");
            return new NamespaceReconciler(cluster, informers, config, time).controller();
        }

        Controller events(Informers informers, WorkloadsConfig config) {
            Cluster cluster = clusters.apply("event-expiry-controller");
            return new EventReconciler(cluster, informers, config.eventLifetime(), time)
                    .controller();
        }

        Controller podGarbage(Informers informers, WorkloadsConfig config) {
            Cluster cluster = clusters.apply("pod-garbage-collector");
            return new PodGarbageReconciler(cluster, informers, config.finishedPodsMax(), time)
                    .controller();
        }

        private WorkloadTools tools(String name, Cluster cluster) {
            EventRecorder events = new EventRecorder(name, cluster, time);
            recorders.add(events);
            return new WorkloadTools(time, events, executor);
        }
    }
}
