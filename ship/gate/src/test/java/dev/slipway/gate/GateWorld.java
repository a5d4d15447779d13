package dev.slipway.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.testing.MemoryApi;
import dev.slipway.client.Cluster;
import dev.slipway.client.ListQuery;
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.AdverseCluster;
import dev.slipway.controller.testing.SimulatedNode;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Resource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Event;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.workloads.AutoscalingMetrics;
import dev.slipway.workloads.Releasing;
import dev.slipway.workloads.RunningTemplates;
import dev.slipway.workloads.Workloads;
import dev.slipway.workloads.WorkloadsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A small cluster in simulated time with the real API, the real controllers, the guard, a
/// simulated node and simulated traffic, in which the Deployment `shop` is updated. Watches at
/// every change that no limit is broken.
final class GateWorld implements AutoCloseable {
    static final ObjectKey SHOP = new ObjectKey("default", "shop");

    final SimulatedTime time = new SimulatedTime();
    final Simulation simulation;
    final Cluster cluster;
    final SimulatedTraffic traffic;
    final @Nullable AdverseCluster adverse;
    private final MemoryApi api;
    private final Map<String, Double> failing = new ConcurrentHashMap<>();
    private Function<Pod, Behaviour> behaviour = _ -> Behaviour.healthy();
    private Controllers controllers;

    GateWorld() {
        this(1, null);
    }

    GateWorld(long seed, AdverseCluster.@Nullable Severity severity) {
        api = MemoryApi.open(time::now, seed);
        cluster = api.cluster();
        simulation = new Simulation(time, seed);
        adverse = severity == null ? null : new AdverseCluster(cluster, severity, seed);
        if (adverse != null) {
            simulation.add(adverse);
        }
        Informers world = simulation.add(new Informers(cluster, time));
        traffic =
                new SimulatedTraffic(
                        time,
                        world,
                        service -> gate().sharesOf(service),
                        image -> failing.getOrDefault(image, 0.0));
        simulation.add(new SimulatedNode(cluster, world, time, pod -> behaviour.apply(pod)));
        controllers = startControllers();
        create("{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
    }

    private record Controllers(Informers informers, DeploymentGate gate, Workloads workloads) {}

    DeploymentGate gate() {
        return controllers.gate;
    }

    private Controllers startControllers() {
        Cluster seen = adverse == null ? cluster : adverse;
        Informers informers = simulation.add(new Informers(seen, time));
        DeploymentGate gate = simulation.add(new DeploymentGate(seen, informers, traffic, time));
        Workloads workloads =
                simulation.add(
                        new Workloads(
                                WorkloadsConfig.of(Kinds.all(), "CERTIFICATE"),
                                _ -> seen,
                                informers,
                                new Workloads.Crossings(
                                        AutoscalingMetrics.none(),
                                        new Releasing(
                                                new JoinedGate(gate),
                                                RunningTemplates.asWritten())),
                                time,
                                Runnable::run));
        return new Controllers(informers, gate, workloads);
    }

    /// As if the process were killed and started again: all it knew is lost.
    void restart() {
        simulation.remove(controllers.workloads);
        simulation.remove(controllers.gate);
        simulation.remove(controllers.informers);
        controllers.gate.close();
        controllers.workloads.close();
        controllers.informers.close();
        controllers = startControllers();
    }

    void imageFails(String image, double share) {
        failing.put(image, share);
    }

    void podsBehave(Function<Pod, Behaviour> newBehaviour) {
        behaviour = newBehaviour;
    }

    /// Four pods of `shop:v1` behind the Service `shop`. `spec` are further fields.
    void deploy(String spec) throws InterruptedException {
        service();
        create(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop, namespace: default}
                spec:
                  replicas: 4
                  progressDeadlineSeconds: 600
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec:
                      containers:
                      - {name: shop, image: "shop:v1", ports: [{containerPort: 8080}]}
                """);
        patch("spec: " + spec);
        awaitRunning("shop:v1");
        advance(Duration.ofSeconds(2));
    }

    void service() {
        create(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: default}
                spec: {selector: {app: shop}, ports: [{name: http, port: 80, targetPort: 8080}]}
                """);
    }

    void release(String image) {
        patch(
                """
                spec: {template: {spec: {containers: [
                  {name: shop, image: "IMAGE", ports: [{containerPort: 8080}]}]}}}
                """
                        .replace("IMAGE", image));
    }

    void annotate(String name, @Nullable String value) {
        ObjectNode change = Json.object();
        change.putObject("metadata").putObject("annotations").put(name, value);
        cluster.resources(Kinds.DEPLOYMENT).patch(SHOP, new Patch.MergePatch(change));
    }

    void patch(String yaml) {
        cluster.resources(Kinds.DEPLOYMENT).patch(SHOP, new Patch.MergePatch(yaml(yaml)));
    }

    RawResource create(String yaml) {
        RawResource object = RawResource.of(yaml(yaml));
        for (Kind<?> kind : Kinds.all()) {
            if (kind.type().equals(object.type())) {
                return cluster.resources(kind.raw()).create(object);
            }
        }
        throw new IllegalArgumentException("Unknown kind " + object.type());
    }

    Deployment shop() {
        return cluster.resources(Kinds.DEPLOYMENT).find(SHOP).orElseThrow();
    }

    Condition condition(String type) {
        return Objects.requireNonNull(Condition.find(shop().status().conditions(), type), type);
    }

    int pods(String image) {
        return all(Kinds.REPLICA_SET).stream()
                .filter(set -> image(set).equals(image))
                .mapToInt(set -> set.spec().replicas() == null ? 1 : set.spec().replicas())
                .sum();
    }

    ReplicaSet set(String image) {
        return all(Kinds.REPLICA_SET).stream()
                .filter(set -> image(set).equals(image))
                .findFirst()
                .orElseThrow();
    }

    boolean exists(String image) {
        return all(Kinds.REPLICA_SET).stream().anyMatch(set -> image(set).equals(image));
    }

    /// The share of the traffic that the version is to get; -1 if it is not divided.
    int share(String image) {
        Map<String, Integer> shares = gate().sharesOf(SHOP);
        return shares.isEmpty() || !exists(image) ? -1 : shares.getOrDefault(hash(image), 0);
    }

    String hash(String image) {
        return set(image).metadata().labels().getOrDefault("pod-template-hash", "");
    }

    boolean refuses(String image) {
        return exists(image) && Version.of(set(image)).isIn(Progress.Phase.REFUSED);
    }

    static String image(ReplicaSet set) {
        return set.spec().template().at("/spec/containers/0/image").asText();
    }

    List<Pod> readyPods() {
        return all(Kinds.POD).stream()
                .filter(pod -> pod.status().isReady() && !pod.metadata().isBeingDeleted())
                .toList();
    }

    <T extends Resource> List<T> all(Kind<T> kind) {
        return cluster.resources(kind).list(ListQuery.all()).items();
    }

    List<String> events(String reason) {
        return all(Kinds.EVENT).stream()
                .filter(event -> reason.equals(event.reason()))
                .map(Event::message)
                .map(String::valueOf)
                .toList();
    }

    /// Checks after every change of the cluster from now on that never more than so many pods are
    /// wanted, and never fewer than so many serve.
    void alwaysWithin(int wantedMost, int readyLeast) {
        always(() -> {
            int wanted =
                    all(Kinds.REPLICA_SET).stream()
                            .mapToInt(set ->
                                    set.spec().replicas() == null ? 1 : set.spec().replicas())
                            .sum();
            assertThat(wanted).as("wanted").isLessThanOrEqualTo(wantedMost);
            assertThat(readyPods()).as("ready").hasSizeGreaterThanOrEqualTo(readyLeast);
        });
    }

    void always(Runnable check) {
        long[] checked = {-1};
        simulation.add(() -> {
            if (api.revision() != checked[0]) {
                checked[0] = api.revision();
                check.run();
            }
            return false;
        });
    }

    long revision() {
        return api.revision();
    }

    /// All pods are of this image, serve, and there are no others.
    void awaitRunning(String image) throws InterruptedException {
        await(() -> isRunning(image), Duration.ofMinutes(30));
    }

    boolean isRunning(String image) {
        Integer replicas = shop().spec().replicas();
        return exists(image)
                && Objects.equals(pods(image), replicas)
                && all(Kinds.POD).stream()
                        .allMatch(pod ->
                                pod.status().isReady()
                                        && image.equals(
                                                pod.spec().containers().getFirst().image()));
    }

    void await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        boolean came = simulation.advanceUntil(condition, limit);
        assertThat(came)
                .as(() ->
                        "came true within "
                                + limit
                                + "; status: "
                                + shop().status()
                                + "; shares: "
                                + gate().sharesOf(SHOP)
                                + "; sets: "
                                + all(Kinds.REPLICA_SET).stream()
                                        .map(set ->
                                                image(set)
                                                        + " "
                                                        + set.spec().replicas()
                                                        + " "
                                                        + set.metadata().annotations())
                                        .toList())
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
