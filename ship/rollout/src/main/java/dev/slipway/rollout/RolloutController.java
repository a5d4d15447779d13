package dev.slipway.rollout;

import static java.util.Objects.requireNonNull;

import dev.slipway.client.Cluster;
import dev.slipway.config.ConfigKeeper;
import dev.slipway.controller.Component;
import dev.slipway.controller.Controller;
import dev.slipway.controller.ControllerFigures;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Stepwise;
import dev.slipway.controller.Time;
import dev.slipway.evidence.Guards;
import dev.slipway.evidence.ReleaseViews;
import dev.slipway.evidence.ReleaseWatch;
import dev.slipway.evidence.RevisionTraffic;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Rollout;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Carries out Rollouts and watches over them. Thread-safe.
public final class RolloutController implements Component, Stepwise {
    private static final String NAME = "rollouts";
    private static final int WORKERS = 4;
    private static final Duration PLUGIN_TIMEOUT = Duration.ofSeconds(30);

    private final Controller controller;
    private final ReleaseWatch watch;
    private final EventRecorder recorder;
    private final PluginCalls calls = new PluginCalls(PLUGIN_TIMEOUT);
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

    /// To be made before the informers start.
    public RolloutController(
            Cluster cluster, Informers informers, RevisionTraffic traffic, Time time) {
        this(cluster, informers, traffic, null, null, time);
    }

    /// `specs` makes AnalysisRuns; without it Rollouts that want any are refused. `config` keeps
    /// what each version was started with; without it all versions see their config as it is now.
    public RolloutController(
            Cluster cluster,
            Informers informers,
            RevisionTraffic traffic,
            @Nullable RunSpecs specs,
            @Nullable ConfigKeeper config,
            Time time) {
        this(cluster, informers, traffic, new Partners(specs, config, null), time);
    }

    /// Who makes AnalysisRuns, who keeps config, and who waits for plugins (null: threads of our
    /// own).
    record Partners(
            @Nullable RunSpecs specs, @Nullable ConfigKeeper config, @Nullable Executor waiting) {}

    RolloutController(
            Cluster cluster,
            Informers informers,
            RevisionTraffic traffic,
            Partners partners,
            Time time) {
        RunSpecs specs = partners.specs();
        ConfigKeeper config = partners.config();
        requireNonNull(traffic, "traffic");
        RolloutRuns runs = specs == null ? null : new RolloutRuns(cluster, informers, specs);
        recorder = new EventRecorder("rollouts-controller", cluster, time);
        RolloutEvents events = new RolloutEvents(recorder);
        RolloutReplicaSets replicaSets = new RolloutReplicaSets(cluster, informers);
        RolloutServices services = new RolloutServices(cluster, informers);
        Informer<Rollout> rollouts = informers.of(Kinds.ROLLOUT);
        RolloutExperiments experiments = new RolloutExperiments(cluster, informers);
        WorkloadReferences references = new WorkloadReferences(cluster, informers, config);
        PluginAddresses addresses = new PluginAddresses(informers.of(Kinds.CONFIG_MAP));
        StepPlugins plugins =
                new StepPlugins(
                        addresses,
                        calls,
                        partners.waiting() == null ? this::inBackground : partners.waiting(),
                        this::wake);
        Informer<HttpRoute> routes = informers.of(Kinds.HTTP_ROUTE);
        watch = new ReleaseWatch(traffic, time, this::wake);
        var canaryTraffic = new CanaryTraffic(new CanaryRoutes(cluster), services, events);
        RolloutReconciler reconciler =
                new RolloutReconciler(
                        rollouts,
                        cluster.resources(Kinds.ROLLOUT),
                        new RolloutReconciler.Parts(
                                replicaSets,
                                new CanaryStrategy(services, routes, canaryTraffic, addresses),
                                new BlueGreenStrategy(
                                        services, new BlueGreenTraffic(services, events)),
                                references,
                                runs,
                                new RolloutReconciler.Started(experiments, plugins),
                                new RolloutReconciler.Pods(
                                        new PodRoles(cluster, services),
                                        new PodRestarts(cluster, services)),
                                new GuardWatch(watch, services, new Guards(informers)),
                                events),
                        time);
        controller =
                watching(
                        new Watched(
                                rollouts,
                                replicaSets,
                                services,
                                routes,
                                references,
                                addresses,
                                experiments,
                                runs),
                        reconciler,
                        time);
        wakeUsersOf(config, references, rollouts);
    }

    /// Whose changes move a Rollout.
    private record Watched(
            Informer<Rollout> rollouts,
            RolloutReplicaSets replicaSets,
            RolloutServices services,
            Informer<HttpRoute> routes,
            WorkloadReferences references,
            PluginAddresses addresses,
            RolloutExperiments experiments,
            @Nullable RolloutRuns runs) {}

    private static Controller watching(Watched watched, RolloutReconciler reconciler, Time time) {
        Informer<Rollout> rollouts = watched.rollouts();
        var builder =
                Controller.named(NAME, reconciler, time)
                        .onChange(rollouts)
                        .onOwnedChange(watched.replicaSets().informer, Kinds.ROLLOUT)
                        .onChange(
                                watched.replicaSets().informer,
                                set -> WorkloadReferences.referringToSet(rollouts, set.key()))
                        .onOwnedChange(watched.experiments().informer, Kinds.ROLLOUT)
                        .onChange(
                                watched.services().services,
                                service -> naming(rollouts, service.key()))
                        .onChange(
                                watched.services().slices,
                                slice -> naming(rollouts, RolloutServices.serviceOf(slice)))
                        .onChange(watched.routes(), route -> routedBy(rollouts, route.key()))
                        .onChange(
                                watched.references().deployments,
                                deployment ->
                                        WorkloadReferences.referringTo(rollouts, deployment.key()))
                        .onChange(
                                watched.addresses().informer,
                                changed -> usingPlugins(rollouts, changed.key()))
                        .reads(watched.services().pods)
                        .workers(WORKERS);
        RolloutRuns runs = watched.runs();
        return runs == null
                ? builder.build()
                : builder.onOwnedChange(runs.informer, Kinds.ROLLOUT).build();
    }

    private void wakeUsersOf(
            @Nullable ConfigKeeper config,
            WorkloadReferences references,
            Informer<Rollout> rollouts) {
        if (config != null) {
            config.onChange(
                    changed -> references.using(rollouts, changed).forEach(controller::wake));
        }
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
        background.shutdownNow();
        calls.close();
        recorder.close();
    }

    @Override
    public boolean step() throws InterruptedException {
        watch.start();
        return controller.step() || recorder.step();
    }

    /// How the reconciling does.
    public ControllerFigures figures() {
        return controller.figures();
    }

    public ReleaseViews views() {
        return watch;
    }

    private void inBackground(Runnable call) {
        background.execute(call);
    }

    private void wake(ObjectKey key) {
        controller.wake(key);
    }

    private static List<ObjectKey> naming(Informer<Rollout> rollouts, ObjectKey service) {
        return rollouts.inNamespace(service.namespace()).stream()
                .filter(rollout -> serviceNames(rollout.spec().strategy()).contains(service.name()))
                .map(Rollout::key)
                .toList();
    }

    private static Set<String> serviceNames(Rollout.Strategy strategy) {
        Rollout.Canary canary = strategy.canary();
        Rollout.BlueGreen blueGreen = strategy.blueGreen();
        Set<String> names = new HashSet<>();
        if (canary != null) {
            add(names, canary.canaryService(), canary.stableService());
            Rollout.PingPong pair = canary.pingPong();
            if (pair != null) {
                add(names, pair.pingService(), pair.pongService());
            }
        }
        if (blueGreen != null) {
            add(names, blueGreen.activeService(), blueGreen.previewService());
        }
        return names;
    }

    private static void add(Set<String> names, @Nullable String one, @Nullable String other) {
        if (one != null) {
            names.add(one);
        }
        if (other != null) {
            names.add(other);
        }
    }

    private static List<ObjectKey> usingPlugins(Informer<Rollout> rollouts, ObjectKey config) {
        return !config.equals(PluginAddresses.CONFIG)
                ? List.of()
                : rollouts.all().stream()
                        .filter(rollout ->
                                CanaryPlan.steps(rollout).stream()
                                        .anyMatch(step -> step.plugin() != null))
                        .map(Rollout::key)
                        .toList();
    }

    private static List<ObjectKey> routedBy(Informer<Rollout> rollouts, ObjectKey route) {
        return rollouts.all().stream()
                .filter(rollout -> CanaryRoutes.keys(rollout).contains(route))
                .map(Rollout::key)
                .toList();
    }
}
