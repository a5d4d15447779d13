package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.slipway.controller.Informers;
import dev.slipway.controller.SystemTime;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Resource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.proxy.Proxy;
import dev.slipway.proxy.ProxyConfig;
import dev.slipway.store.MemoryStore;
import dev.slipway.store.Store;
import dev.slipway.workloads.Workloads;
import dev.slipway.workloads.WorkloadsConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A real edge in a small cluster: the real API over a store in memory, the real controllers, and
/// pods that listen in this JVM. Real time.
final class EdgeWorld implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static {
        // The JDK's client keeps the Host header to itself otherwise.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    final SystemTime time = new SystemTime();
    final SteeredShares shares = new SteeredShares();
    final Cluster cluster;
    final Edge edge;
    private final Store<ObjectIndex> store;
    private final Informers informers;
    private final Workloads workloads;
    private final HostedPods pods;
    private final HttpClient client = HttpClient.newHttpClient();

    EdgeWorld() throws InterruptedException {
        KindRegistry kinds = BuiltInKinds.registry();
        store = MemoryStore.open(new ObjectIndexer(kinds));
        StoreBackedApi api =
                new StoreBackedApi(
                        store,
                        kinds,
                        new AdmissionChain(),
                        new StoreBackedApi.Parts(
                                ApiConfig.defaults(), KindSchemas.NONE, time::now, new Random(1)));
        cluster = new LocalCluster(api, Caller.server());
        informers = new Informers(cluster, time);
        workloads =
                new Workloads(
                        WorkloadsConfig.of(Kinds.all(), "CERTIFICATE"),
                        _ -> cluster,
                        informers,
                        Workloads.Crossings.none(),
                        time);
        pods = new HostedPods(cluster, informers, time);
        edge =
                new Edge(
                        EdgeConfig.defaults().withPorts(0, 0),
                        new Proxy(ProxyConfig.defaults()),
                        informers,
                        cluster,
                        shares,
                        time);
        pods.drainedBy(edge);
        create("{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
        informers.start();
        informers.awaitSync();
        edge.start();
        workloads.start();
        pods.start();
    }

    void deploy(String name, int replicas) throws InterruptedException {
        create(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: NAME, namespace: default}
                spec:
                  replicas: REPLICAS
                  selector: {matchLabels: {app: NAME}}
                  template:
                    metadata: {labels: {app: NAME}}
                    spec: {containers: [{name: main, image: "NAME:v1", ports: [{containerPort: 8080}]}]}
                """
                        .replace("NAME", name)
                        .replace("REPLICAS", Integer.toString(replicas)));
        create(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: NAME, namespace: default}
                spec: {selector: {app: NAME}, ports: [{name: http, port: 80, targetPort: 8080}]}
                """
                        .replace("NAME", name));
        awaitComplete(name);
        await(() -> get("/", name + ".default.localhost").statusCode() == 200);
    }

    /// A deployment whose pods belong to `service`, beside others.
    void deployRevision(String name, int replicas, String service) throws InterruptedException {
        create(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: NAME, namespace: default}
                spec:
                  replicas: REPLICAS
                  selector: {matchLabels: {app: NAME}}
                  template:
                    metadata: {labels: {app: NAME, service: SERVICE}}
                    spec: {containers: [{name: main, image: "NAME:v1", ports: [{containerPort: 8080}]}]}
                """
                        .replace("NAME", name)
                        .replace("REPLICAS", Integer.toString(replicas))
                        .replace("SERVICE", service));
        awaitComplete(name);
    }

    void roll(String name, String image) throws InterruptedException {
        merge(
                Kinds.DEPLOYMENT,
                name,
                """
                spec: {template: {spec: {containers: [
                  {name: main, image: "IMAGE", ports: [{containerPort: 8080}]}]}}}
                """
                        .replace("IMAGE", image));
        awaitComplete(name);
    }

    void merge(Kind<?> kind, String name, String yaml) {
        cluster.resources(kind.raw())
                .patch(new ObjectKey("default", name), new Patch.MergePatch(yaml(yaml)));
    }

    void awaitComplete(String name) throws InterruptedException {
        await(() -> {
            Deployment found = find(Kinds.DEPLOYMENT, name);
            var status = found.status();
            Integer wanted = found.spec().replicas();
            return Objects.equals(status.observedGeneration(), found.metadata().generation())
                    && Objects.equals(status.updatedReplicas(), wanted)
                    && Objects.equals(status.replicas(), wanted)
                    && Objects.equals(status.availableReplicas(), wanted);
        });
    }

    <T extends Resource> T find(Kind<T> kind, String name) {
        String namespace = kind.namespaced() ? "default" : "";
        return cluster.resources(kind).find(new ObjectKey(namespace, name)).orElseThrow();
    }

    void create(String yaml) {
        RawResource object = RawResource.of(yaml(yaml));
        for (Kind<?> kind : Kinds.all()) {
            if (kind.type().equals(object.type())) {
                cluster.resources(kind.raw()).create(object);
                return;
            }
        }
        throw new IllegalArgumentException("Unknown kind " + object.type());
    }

    HttpResponse<String> get(String path, String host) {
        return get(URI.create("http://127.0.0.1:" + edge.httpPort() + path), host);
    }

    HttpResponse<String> get(URI uri, String host) {
        return get(uri, host, "Accept", "*/*");
    }

    HttpResponse<String> get(URI uri, String host, String header, String value) {
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("Host", host).header(header, value).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void await(BooleanSupplier condition) throws InterruptedException {
        long end = time.nanos() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(time.nanos()).as("came true within " + PATIENCE).isLessThan(end);
            CountDownLatch soon = new CountDownLatch(1);
            time.schedule(Duration.ofMillis(5), soon::countDown);
            assertThat(soon.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text, "test").getFirst().object();
    }

    @Override
    public void close() {
        pods.close();
        workloads.close();
        edge.close();
        informers.close();
        time.close();
        store.close();
        client.close();
    }
}
