package dev.slipway.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.AdmissionChain;
import dev.slipway.api.AuthorStamp;
import dev.slipway.api.BuiltInKinds;
import dev.slipway.api.BuiltInSchemas;
import dev.slipway.api.Caller;
import dev.slipway.api.KindRegistry;
import dev.slipway.api.testing.MemoryApi;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.ListQuery;
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.SimulatedNode;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.evidence.ReleaseView;
import dev.slipway.evidence.ReleaseViews;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Resource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReleaseRecord;
import dev.slipway.model.kinds.ReleaseRecordStatus.Side;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.rollout.RolloutActions;
import dev.slipway.rollout.RolloutController;
import dev.slipway.workloads.Workloads;
import dev.slipway.workloads.WorkloadsConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A small cluster in simulated time with the real API, the real controllers of workloads and
/// rollouts, and a recorder that can be killed and started anew.
final class RecordWorld implements AutoCloseable {
    static final ObjectKey SHOP = new ObjectKey("default", "shop");
    static final String STEPS = "[{setWeight: 25}, {pause: {duration: 30}}, {setWeight: 50}]";

    private static final KindRegistry KINDS = BuiltInKinds.registry();
    private static final BuiltInSchemas SCHEMAS = BuiltInSchemas.load();

    final SimulatedTime time = new SimulatedTime();
    final Simulation simulation;
    final Cluster cluster;
    final RolloutActions alice;
    final SteadyTraffic traffic;
    final List<Watched> watched = new ArrayList<>();
    ReleaseRecorder recorder;
    private final MemoryApi api;
    private final ReleaseViews views;
    private RecordConfig config = RecordConfig.defaults();
    private UnaryOperator<Cluster> seenByRecorder = UnaryOperator.identity();
    private Function<Pod, Behaviour> behaviour = _ -> Behaviour.healthy();

    /// A part of the world that can be taken out.
    record Watched(Informers informers, ReleaseRecorder recorder) {}

    RecordWorld() {
        this(1, UnaryOperator.identity());
    }

    RecordWorld(long seed, UnaryOperator<Cluster> seenByRecorder) {
        this.seenByRecorder = seenByRecorder;
        AdmissionChain admissions = new AdmissionChain();
        admissions.add(new AuthorStamp(time::now));
        api = MemoryApi.open(SCHEMAS, admissions, time::now, seed);
        cluster = as(Caller.component("system:controller:test"));
        simulation = new Simulation(time, seed);
        Informers informers = simulation.add(new Informers(cluster, time));
        traffic = new SteadyTraffic(time, informers.of(Kinds.ROLLOUT));
        RolloutController rollouts =
                simulation.add(new RolloutController(cluster, informers, traffic, time));
        views = rollouts.views();
        simulation.add(
                new Workloads(
                        WorkloadsConfig.of(Kinds.all(), "CERTIFICATE"),
                        _ -> cluster,
                        informers,
                        Workloads.Crossings.none(),
                        time,
                        Runnable::run));
        simulation.add(new SimulatedNode(cluster, informers, time, pod -> behaviour.apply(pod)));
        recorder = startRecorder();
        alice = new RolloutActions(as(person("alice")));
        create("{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
    }

    static Caller person(String name) {
        return new Caller(name, name, List.of("system:authenticated"));
    }

    Cluster as(Caller caller) {
        return api.cluster(caller);
    }

    void podsBehave(Function<Pod, Behaviour> newBehaviour) {
        behaviour = newBehaviour;
    }

    void retain(RecordConfig newConfig) throws InterruptedException {
        config = newConfig;
        restart();
    }

    /// What the recorder knew is lost; another begins.
    void restart() throws InterruptedException {
        kill();
        recorder = startRecorder();
        simulation.settle();
    }

    void kill() {
        for (Watched each : watched) {
            simulation.remove(each.recorder());
            simulation.remove(each.informers());
        }
        watched.clear();
    }

    ReleaseRecorder startRecorder() {
        Cluster seen = seenByRecorder.apply(cluster);
        Informers informers = simulation.add(new Informers(seen, time));
        ReleaseRecorder started =
                simulation.add(
                        new ReleaseRecorder(
                                seen,
                                informers,
                                config,
                                new ReleaseRecorder.Crossings(
                                        this::between,
                                        (name, text, data) -> PlainTemplates.fill(text, data),
                                        kind -> KINDS.find(kind.type()) != null),
                                time));
        watched.add(new Watched(informers, started));
        return started;
    }

    private Optional<TrafficSeen.Sides> between(
            String kind, ObjectKey key, Instant since, Instant until) {
        return Optional.of(views)
                .filter(_ -> kind.equals("Rollout"))
                .flatMap(all -> all.find(key))
                .map(view -> {
                    long[] sums = new long[4];
                    for (ReleaseView.Second second : view.seconds()) {
                        if (second.end().isAfter(since) && !second.end().isAfter(until)) {
                            sums[0] += second.canary().requests();
                            sums[1] += second.canary().failures();
                            sums[2] += second.stable().requests();
                            sums[3] += second.stable().failures();
                        }
                    }
                    return new TrafficSeen.Sides(
                            new Side(sums[0], sums[1]), new Side(sums[2], sums[3]));
                });
    }

    /// A rollout of four pods with the image `shop:v1`, two services and a route.
    void deployRollout(String annotations) throws InterruptedException {
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
        createAs(
                "alice",
                """
                apiVersion: argoproj.io/v1alpha1
                kind: Rollout
                metadata: {name: shop, namespace: default, annotations: ANNOTATIONS}
                spec:
                  replicas: 4
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec:
                      containers:
                      - {name: shop, image: "shop:v1", ports: [{containerPort: 8080}]}
                  strategy:
                    canary:
                      canaryService: shop-canary
                      stableService: shop-stable
                      trafficRouting:
                        plugins:
                          argoproj-labs/gatewayAPI: {httpRoute: shop, namespace: default}
                      steps: STEPS
                """
                        .replace("ANNOTATIONS", annotations)
                        .replace("STEPS", STEPS));
        awaitPhase("Healthy");
    }

    void deployDeployment() throws InterruptedException {
        createAs(
                "alice",
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api, namespace: default}
                spec:
                  replicas: 3
                  selector: {matchLabels: {app: api}}
                  template:
                    metadata: {labels: {app: api}}
                    spec:
                      containers: [{name: api, image: "api:v1"}]
                      volumes: [{name: c, configMap: {name: api-config}}]
                """);
        settle(Duration.ofMinutes(1));
    }

    private void service(String name) {
        create(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: NAME, namespace: default}
                spec: {selector: {app: shop}, ports: [{name: http, port: 80, targetPort: 8080}]}
                """
                        .replace("NAME", name));
    }

    void release(String user, String image) {
        patch(
                user,
                Kinds.ROLLOUT,
                SHOP,
                """
                spec: {template: {spec: {containers: [
                  {name: shop, image: "IMAGE", ports: [{containerPort: 8080}]}]}}}
                """
                        .replace("IMAGE", image));
    }

    void patch(String user, Kind<?> kind, ObjectKey key, String yaml) {
        as(person(user)).resources(kind).patch(key, new Patch.MergePatch(tree(yaml)));
    }

    void create(String yaml) {
        createAs("root", yaml);
    }

    void createAs(String user, String yaml) {
        RawResource object = RawResource.of(tree(yaml));
        Kind<?> kind =
                Kinds.all().stream()
                        .filter(each -> each.type().equals(object.type()))
                        .findFirst()
                        .orElseThrow();
        as(person(user)).resources(kind.raw()).create(object);
    }

    void delete(Kind<?> kind, ObjectKey key) {
        cluster.resources(kind).delete(key, DeleteOptions.background());
    }

    private static ObjectNode tree(String yaml) {
        return Yaml.parse(yaml, "test").getFirst().object();
    }

    /// All records of a workload, by revision.
    List<ReleaseRecord> records(String workload) {
        return all(Kinds.RELEASE_RECORD).stream()
                .filter(record -> record.spec().workload().name().equals(workload))
                .sorted(Comparator.comparingLong(record -> record.spec().revision()))
                .toList();
    }

    ReleaseRecord record(long revision) {
        return records("shop").stream()
                .filter(record -> record.spec().revision() == revision)
                .findFirst()
                .orElseThrow();
    }

    String outcome(long revision) {
        return record(revision).status().outcome().text();
    }

    <T extends Resource> List<T> all(Kind<T> kind) {
        return cluster.resources(kind).list(ListQuery.all()).items();
    }

    Rollout shop() {
        return cluster.resources(Kinds.ROLLOUT).find(SHOP).orElseThrow();
    }

    void awaitPhase(String phase) throws InterruptedException {
        await(() ->
                phase.equals(shop().status().phase())
                        && String.valueOf(shop().metadata().generation())
                                .equals(shop().status().observedGeneration()));
    }

    void await(BooleanSupplier condition) throws InterruptedException {
        boolean came = simulation.advanceUntil(condition, Duration.ofMinutes(10));
        assertThat(came).as(() -> "came true; rollout: " + shop().status()).isTrue();
        simulation.settle();
    }

    void settle(Duration duration) throws InterruptedException {
        simulation.advance(duration);
    }

    @Override
    public void close() {
        api.close();
    }
}
