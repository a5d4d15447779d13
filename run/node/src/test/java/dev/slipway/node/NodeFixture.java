package dev.slipway.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.AdmissionChain;
import dev.slipway.api.ApiConfig;
import dev.slipway.api.BuiltInKinds;
import dev.slipway.api.Caller;
import dev.slipway.api.KindRegistry;
import dev.slipway.api.KindSchemas;
import dev.slipway.api.LocalCluster;
import dev.slipway.api.ObjectIndex;
import dev.slipway.api.ObjectIndexer;
import dev.slipway.api.StoreBackedApi;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.ListQuery;
import dev.slipway.controller.BackOff;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informers;
import dev.slipway.controller.SystemTime;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Event;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.PodStatus.ContainerStatus;
import dev.slipway.node.process.Images;
import dev.slipway.node.process.ProcessRuntime;
import dev.slipway.node.process.ProcessRuntimeConfig;
import dev.slipway.store.MemoryStore;
import dev.slipway.store.SqliteStore;
import dev.slipway.store.Store;
import dev.slipway.store.StoreConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// A real API in memory and a real node with real processes in a folder of its own; closing it
/// leaves no process behind.
final class NodeFixture implements AutoCloseable {
    static final Duration STOP_MAX = Duration.ofSeconds(5);

    final Path folder;
    final SystemTime time = new SystemTime();
    final Images images;
    final Cluster cluster;
    private final Store<ObjectIndex> store;
    private TrafficDrain drain = TrafficDrain.none();
    Informers informers;
    EventRecorder events;
    ProcessRuntime runtime;
    LocalNode node;

    NodeFixture(Path folder) {
        this(folder, TrafficDrain.none());
    }

    NodeFixture(Path folder, TrafficDrain drain) {
        this(folder, drain, kinds -> MemoryStore.open(new ObjectIndexer(kinds)));
    }

    /// Objects outlive this process, as pods do.
    static NodeFixture durable(Path folder) {
        return new NodeFixture(
                folder,
                TrafficDrain.none(),
                kinds ->
                        SqliteStore.open(
                                folder.resolve("store"),
                                new ObjectIndexer(kinds),
                                StoreConfig.defaults()));
    }

    private NodeFixture(
            Path folder, TrafficDrain drain, Function<KindRegistry, Store<ObjectIndex>> opener) {
        this.folder = folder;
        this.drain = drain;
        this.images = new Images(folder.resolve("images"));
        KindRegistry kinds = BuiltInKinds.registry();
        this.store = opener.apply(kinds);
        StoreBackedApi api =
                new StoreBackedApi(
                        store,
                        kinds,
                        new AdmissionChain(),
                        new StoreBackedApi.Parts(
                                ApiConfig.defaults(),
                                KindSchemas.NONE,
                                InstantSource.system(),
                                new SecureRandom()));
        this.cluster = new LocalCluster(api, Caller.server());
        if (cluster.resources(Kinds.NAMESPACE).list(ListQuery.all()).items().isEmpty()) {
            create(Kinds.NAMESPACE, "{metadata: {name: default}}");
        }
        open();
    }

    private void open() {
        informers = new Informers(cluster, time);
        events = new EventRecorder("node", cluster, time);
        Path pods = folder.resolve("pods");
        runtime =
                new ProcessRuntime(
                        new ProcessRuntimeConfig(pods, Duration.ofMillis(20), false), images, time);
        NodeConfig config =
                NodeConfig.defaults("local", "0.1.0", pods)
                        .withRestarts(new BackOff(Duration.ofMillis(300), Duration.ofSeconds(5)));
        node =
                new LocalNode(
                        config,
                        new NodeParts(
                                cluster,
                                informers,
                                events,
                                runtime,
                                drain,
                                ServiceAddresses.asDeclared(),
                                time));
        runtime.start();
        events.start();
        informers.start();
        node.start();
    }

    /// Ends the node and all it has in memory, and starts a new one.
    void restartNode() {
        closeNode();
        open();
    }

    void closeNode() {
        node.close();
        informers.close();
        events.close();
        runtime.close();
    }

    void openNode() {
        open();
    }

    Pod pod(String yaml) {
        return Json.convert(create(Kinds.POD, yaml).tree(), Pod.class);
    }

    RawResource create(Kind<?> kind, String yaml) {
        ObjectNode tree = (ObjectNode) Yaml.parse(yaml, "test").getFirst().tree();
        tree.put("apiVersion", kind.type().apiVersion()).put("kind", kind.type().kind());
        if (kind.namespaced()) {
            tree.withObject("/metadata").put("namespace", "default");
        }
        return cluster.resources(kind.raw()).create(RawResource.of(tree));
    }

    Pod find(String name) {
        return cluster.resources(Kinds.POD).find(key(name)).orElseThrow();
    }

    static ObjectKey key(String name) {
        return new ObjectKey("default", name);
    }

    Pod await(String name, Predicate<Pod> condition) {
        Await.until(
                () -> name + ": " + cluster.resources(Kinds.POD).find(key(name)),
                () -> cluster.resources(Kinds.POD).find(key(name)).filter(condition).isPresent());
        return find(name);
    }

    /// Waits for the state of the pod's first container.
    ContainerStatus awaitContainer(String name, Predicate<ContainerStatus> condition) {
        return await(
                        name,
                        pod ->
                                !pod.status().containerStatuses().isEmpty()
                                        && condition.test(
                                                pod.status().containerStatuses().getFirst()))
                .status()
                .containerStatuses()
                .getFirst();
    }

    Pod awaitReady(String name) {
        return await(name, pod -> pod.status().isReady());
    }

    Pod awaitPhase(String name, String phase) {
        return await(name, pod -> phase.equals(pod.status().phase()));
    }

    void delete(String name) {
        cluster.resources(Kinds.POD).delete(key(name), DeleteOptions.background());
    }

    void awaitGone(String name) {
        Await.until(
                name + " is gone", () -> cluster.resources(Kinds.POD).find(key(name)).isEmpty());
    }

    List<String> eventReasons(String name) {
        return cluster.resources(Kinds.EVENT).list(ListQuery.all()).items().stream()
                .filter(event -> name.equals(event.involvedObject().name()))
                .map(Event::reason)
                .toList();
    }

    String log(String name) throws InterruptedException {
        return log(name, false);
    }

    String log(String name, boolean previous) throws InterruptedException {
        PodLogReader.Selection selection =
                new PodLogReader.Selection("", false, previous, false, null, null, null);
        StringBuilder text = new StringBuilder();
        try (PodLogStream stream = node.logs().open(key(name), selection)) {
            byte[] chunk = stream.read(Duration.ofSeconds(1));
            while (chunk != null) {
                text.append(new String(chunk, StandardCharsets.UTF_8));
                chunk = stream.read(Duration.ofSeconds(1));
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        closeNode();
        runtime.list().forEach(found -> runtime.remove(found.id()));
        store.close();
        time.close();
    }
}
