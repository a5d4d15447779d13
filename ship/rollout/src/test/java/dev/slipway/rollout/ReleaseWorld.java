package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.analysis.AnalysisController;
import dev.slipway.analysis.AnalysisRunMaker;
import dev.slipway.analysis.MetricQueries;
import dev.slipway.api.testing.MemoryApi;
import dev.slipway.client.Cluster;
import dev.slipway.client.ListQuery;
import dev.slipway.config.ConfigKeeper;
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.AdverseCluster;
import dev.slipway.controller.testing.SimulatedNode;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.experiment.ExperimentController;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Resource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Event;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.Service;
import dev.slipway.workloads.Workloads;
import dev.slipway.workloads.WorkloadsConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A small cluster in simulated time with the real API, the real controllers, a simulated node and
/// simulated traffic, on which the rollout `shop` is carried out.
final class ReleaseWorld implements AutoCloseable {
    static final ObjectKey SHOP = new ObjectKey("default", "shop");

    final SimulatedTime time = new SimulatedTime();
    final Simulation simulation;
    final Cluster cluster;
    final RolloutActions actions;
    final SimulatedTraffic traffic;
    final @Nullable AdverseCluster adverse;
    private RolloutController rollouts;
    private Informers informers;
    private Cluster seenBy;
    private @Nullable ConfigKeeper keeper;
    private final MemoryApi api;
    private final Map<String, Double> failing = new ConcurrentHashMap<>();
    private final Map<String, Double> measured = new ConcurrentHashMap<>();
    private RunSpecs specs = ReleaseWorld::runSpec;
    private Function<Pod, Behaviour> behaviour = _ -> Behaviour.healthy();

    ReleaseWorld() {
        this(1, null);
    }

    ReleaseWorld(long seed, AdverseCluster.@Nullable Severity severity) {
        api = MemoryApi.open(time::now, seed);
        cluster = api.cluster();
        simulation = new Simulation(time, seed);
        adverse = severity == null ? null : new AdverseCluster(cluster, severity, seed);
        if (adverse != null) {
            simulation.add(adverse);
        }
        Cluster seen = adverse == null ? cluster : adverse;
        seenBy = seen;
        informers = simulation.add(new Informers(seen, time));
        Informers world = simulation.add(new Informers(cluster, time));
        traffic =
                new SimulatedTraffic(time, world, seed, image -> failing.getOrDefault(image, 0.0));
        rollouts = simulation.add(controller(seen));
        simulation.add(
                new Workloads(
                        WorkloadsConfig.of(Kinds.all(), "CERTIFICATE"),
                        _ -> cluster,
                        world,
                        Workloads.Crossings.none(),
                        time,
                        Runnable::run));
        simulation.add(new SimulatedNode(cluster, world, time, pod -> behaviour.apply(pod)));
        actions = new RolloutActions(cluster);
        create("{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
    }

    private RolloutController controller(Cluster seen) {
        keeper = simulation.add(new ConfigKeeper(seen, informers, time));
        return new RolloutController(
                seen,
                informers,
                traffic,
                new RolloutController.Partners(
                        (namespace, analysis, args) -> specs.spec(namespace, analysis, args),
                        keeper,
                        Runnable::run),
                time);
    }

    private static ObjectNode runSpec(
            String namespace, Rollout.Analysis analysis, Map<String, String> args) {
        ObjectNode spec = Json.object();
        analysis.templates()
                .forEach(t -> spec.withArray("/metrics").add(metric(t.templateName() + "")));
        args.forEach((name, value) ->
                spec.withArray("/args").addObject().put("name", name).put("value", value));
        return spec;
    }

    private static ObjectNode metric(String name) {
        return yaml("{name: NAME, provider: {prometheus: {query: up}}}".replace("NAME", name));
    }

    /// From now on the real controllers carry out analyses and experiments, of the templates there
    /// are. Each query that the test says nothing else of gives 0.
    void measureReally() {
        Informers others = simulation.add(new Informers(cluster, time));
        AnalysisRunMaker maker = new AnalysisRunMaker(others);
        simulation.add(new AnalysisController(cluster, others, metrics(), time));
        simulation.add(new ExperimentController(cluster, others, maker, time));
        specs = maker::spec;
    }

    void measures(String query, double value) {
        measured.put(query, value);
    }

    private MetricQueries metrics() {
        return new MetricQueries() {
            @Override
            public Answer instant(String query) {
                return new Scalar(measured.getOrDefault(query, 0.0));
            }

            @Override
            public Answer range(String query, Instant start, Instant end, Duration step) {
                return new Failure("no ranges here");
            }
        };
    }

    /// The controller's process dies, with all that it remembers, and another one starts that sees
    /// the cluster as `seen`.
    void restart(Cluster seen) {
        seenBy = seen;
        simulation.remove(rollouts);
        simulation.remove(informers);
        if (keeper != null) {
            simulation.remove(keeper);
            keeper.close();
        }
        rollouts.close();
        informers.close();
        informers = simulation.add(new Informers(seen, time));
        rollouts = simulation.add(controller(seen));
    }

    boolean isSeenAs(Cluster seen) {
        return seenBy.equals(seen);
    }

    /// All AnalysisRuns, by name.
    Map<String, RawResource> runs() {
        Map<String, RawResource> runs = new TreeMap<>();
        all(Kinds.ANALYSIS_RUN.raw()).forEach(run -> runs.put(run.key().name(), run));
        return runs;
    }

    /// Says how an AnalysisRun went, as the one who carries it out.
    void runEnds(String name, String phase) {
        ends(Kinds.ANALYSIS_RUN.raw(), name, phase);
    }

    void experimentEnds(String name, String phase) {
        ends(Kinds.EXPERIMENT.raw(), name, phase);
    }

    private void ends(Kind<RawResource> kind, String name, String phase) {
        ObjectNode status = Json.object().put("phase", phase).put("message", "it said so");
        cluster.resources(kind)
                .patchStatus(
                        new ObjectKey("default", name),
                        new Patch.MergePatch(Json.object().set("status", status)));
    }

    void imageFails(String image, double share) {
        failing.put(image, share);
    }

    void podsBehave(Function<Pod, Behaviour> newBehaviour) {
        behaviour = newBehaviour;
    }

    /// The first pod of that image never becomes ready.
    void oneNeverReady(String image) {
        Set<String> chosen = ConcurrentHashMap.newKeySet();
        podsBehave(pod -> {
            boolean concerned = image.equals(pod.spec().containers().getFirst().image());
            boolean first = concerned && (chosen.isEmpty() ? chosen.add(pod.key().name()) : false);
            return first || chosen.contains(pod.key().name())
                    ? Behaviour.neverReady()
                    : Behaviour.healthy();
        });
    }

    /// The values of a label of all pods that stay.
    List<String> labelled(String label) {
        return staying().map(pod -> pod.metadata().labels().getOrDefault(label, "")).toList();
    }

    Set<String> podNames() {
        return staying().map(pod -> pod.key().name()).collect(Collectors.toSet());
    }

    private Stream<Pod> staying() {
        return all(Kinds.POD).stream().filter(pod -> !pod.metadata().isBeingDeleted());
    }

    /// A rollout of four pods with the image `shop:v1`, two services and a route.
    void deployRouted(String steps) throws InterruptedException {
        deployRouted(steps, "", "");
    }

    /// The same with further fields of the canary and of its traffic routing.
    void deployRouted(String steps, String canary, String routing) throws InterruptedException {
        deploySplit(
                "{canaryService: shop-canary, stableService: shop-stable, trafficRouting:"
                        + " {plugins: {argoproj-labs/gatewayAPI: {httpRoute: shop}}, ROUTING},"
                        + " CANARY, steps: STEPS}",
                steps,
                canary,
                routing);
    }

    /// Two services that take turns, `shop-stable` first.
    void deployPingPong(String steps) throws InterruptedException {
        deploySplit(
                "{pingPong: {pingService: shop-stable, pongService: shop-canary}, trafficRouting:"
                        + " {plugins: {argoproj-labs/gatewayAPI: {httpRoute: shop}}, ROUTING},"
                        + " CANARY, steps: STEPS}",
                steps,
                "",
                "");
    }

    private void deploySplit(String strategy, String steps, String canary, String routing)
            throws InterruptedException {
        service("shop-canary");
        service("shop-stable");
        create(
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: shop, namespace: default}
                spec:
                  rules:
                  - backendRefs:
                    - {name: shop-stable, port: 80}
                    - {name: shop-canary, port: 80}
                """);
        rollout(
                "canary: "
                        + strategy.replace(" CANARY,", canary.isEmpty() ? "" : " " + canary + ",")
                                .replace(", ROUTING", routing.isEmpty() ? "" : ", " + routing)
                                .replace("STEPS", steps),
                4);
        awaitPhase("Healthy");
    }

    /// The same with one service and without a route.
    void deployByRatio(String steps) throws InterruptedException {
        service("shop");
        rollout("steps: " + steps);
        awaitPhase("Healthy");
    }

    /// Four pods with the image `shop:v1` behind the active service `shop` and the preview service
    /// `shop-preview`. `fields` are further ones of the strategy, as a YAML flow mapping's inside.
    void deployBlueGreen(String fields) throws InterruptedException {
        service("shop");
        service("shop-preview");
        rollout(
                "blueGreen: {activeService: shop, previewService: shop-preview, FIELDS}"
                        .replace("FIELDS", fields),
                4);
        awaitPhase("Healthy");
    }

    void service(String name) {
        create(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: NAME, namespace: default}
                spec: {selector: {app: shop}, ports: [{name: http, port: 80, targetPort: 8080}]}
                """
                        .replace("NAME", name));
    }

    void rollout(String canary) {
        rollout("canary:\n      " + canary, 4);
    }

    private void rollout(String strategy, int replicas) {
        create(
                """
                apiVersion: argoproj.io/v1alpha1
                kind: Rollout
                metadata: {name: shop, namespace: default}
                spec:
                  replicas: REPLICAS
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec:
                      containers:
                      - {name: shop, image: "shop:v1", ports: [{containerPort: 8080}]}
                  strategy:
                    STRATEGY
                """
                        .replace("REPLICAS", Integer.toString(replicas))
                        .replace("STRATEGY", strategy));
    }

    void release(String image) {
        patch(
                """
                spec: {template: {spec: {containers: [
                  {name: shop, image: "IMAGE", ports: [{containerPort: 8080}]}]}}}
                """
                        .replace("IMAGE", image));
    }

    void patch(String yaml) {
        cluster.resources(Kinds.ROLLOUT).patch(SHOP, new Patch.MergePatch(yaml(yaml)));
    }

    void patchStatus(String yaml) {
        ObjectNode change = Json.object().set("status", yaml(yaml));
        cluster.resources(Kinds.ROLLOUT).patchStatus(SHOP, new Patch.MergePatch(change));
    }

    RawResource create(String yaml) {
        ObjectNode tree = yaml(yaml);
        RawResource object = RawResource.of(tree);
        for (Kind<?> kind : Kinds.all()) {
            if (kind.type().equals(object.type())) {
                return cluster.resources(kind.raw()).create(object);
            }
        }
        throw new IllegalArgumentException("Unknown kind " + object.type());
    }

    Rollout shop() {
        return cluster.resources(Kinds.ROLLOUT).find(SHOP).orElseThrow();
    }

    String phase() {
        return String.valueOf(shop().status().phase());
    }

    /// The canary's weight as the route has it.
    int weight() {
        HttpRoute route = cluster.resources(Kinds.HTTP_ROUTE).find(SHOP).orElseThrow();
        Scene.Split split =
                CanaryRoutes.split(
                        List.of(route),
                        new CanaryRoutes.Services("shop-canary", "shop-stable"),
                        100);
        assertThat(split).isNotNull();
        return split == null ? -1 : split.highest();
    }

    String selectedBy(String service) {
        Service found =
                cluster.resources(Kinds.SERVICE)
                        .find(new ObjectKey("default", service))
                        .orElseThrow();
        return found.spec().selector().getOrDefault(Rollout.POD_TEMPLATE_HASH, "");
    }

    /// The size of the ReplicaSet that runs the image; 0 if there is none.
    int pods(String image) {
        return sets().stream()
                .filter(set -> image(set).equals(image))
                .mapToInt(set -> set.spec().replicas() == null ? 1 : set.spec().replicas())
                .sum();
    }

    List<ReplicaSet> sets() {
        return all(Kinds.REPLICA_SET);
    }

    static String image(ReplicaSet set) {
        return set.spec().template().at("/spec/containers/0/image").asText();
    }

    <T extends Resource> List<T> all(Kind<T> kind) {
        return cluster.resources(kind).list(ListQuery.all()).items();
    }

    List<String> eventReasons() {
        return all(Kinds.EVENT).stream().map(Event::reason).map(String::valueOf).toList();
    }

    void awaitPhase(String phase) throws InterruptedException {
        await(() -> phase().equals(phase) && isObserved(), Duration.ofMinutes(10));
    }

    private boolean isObserved() {
        return String.valueOf(shop().metadata().generation())
                .equals(shop().status().observedGeneration());
    }

    void await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        boolean came = simulation.advanceUntil(condition, limit);
        assertThat(came)
                .as(() -> "came true within " + limit + "; status: " + shop().status())
                .isTrue();
    }

    void advance(Duration duration) throws InterruptedException {
        simulation.advance(duration);
    }

    static ObjectNode yaml(String text) {
        return Yaml.parse(text, "test").getFirst().object();
    }

    @Override
    public void close() {
        api.close();
    }
}
