package dev.slipway.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.kinds.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Probes, hooks and the end of pods, with real programs.
final class PodHealthTest {
    /// Answers `/ok` with 200 while the file `healthy` is there, everything else with 503.
    private static final String SERVER =
            """
            import com.sun.net.httpserver.HttpServer;
            import java.net.InetSocketAddress;
            import java.nio.file.*;

            public class Server {
                public static void main(String[] args) throws Exception {
                    int port = Integer.parseInt(System.getenv("PORT"));
                    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
                    server.createContext("/", exchange -> {
                        boolean good = Files.exists(Path.of("healthy"));
                        exchange.sendResponseHeaders(good ? 200 : 503, -1);
                        exchange.close();
                    });
                    server.start();
                }
            }
            """;

    @TempDir Path folder;
    private final List<TrafficDrain.Leaving> leaving = new CopyOnWriteArrayList<>();
    private final CountDownLatch drained = new CountDownLatch(1);
    private volatile boolean gated;
    private NodeFixture fixture;

    @BeforeEach
    void open() {
        fixture = new NodeFixture(folder, this::awaitDrain);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void isReadyWhileItsHttpProbeSucceedsAndRestartedWhenItsLivenessProbeFails()
            throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Files.writeString(sources.resolve("Server.java"), SERVER);
        Files.createFile(sources.resolve("healthy"));
        fixture.images.importFolder(
                "server:v1",
                sources,
                dev.slipway.node.process.ImageConfig.ofEntrypoint(
                        List.of(System.getProperty("java.home") + "/bin/java", "Server.java")));
        fixture.pod(
                """
                metadata: {name: web}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: main
                    image: server:v1
                    ports: [{containerPort: 8080, name: http}]
                    startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 1, failureThreshold: 60}
                    readinessProbe: {httpGet: {path: /ok, port: http}, periodSeconds: 1, failureThreshold: 1}
                    livenessProbe: {exec: {command: [test, -e, alive]}, periodSeconds: 1, failureThreshold: 2, initialDelaySeconds: 3}
                """);
        Pod pod = fixture.awaitReady("web");
        Path root =
                folder.resolve(
                        "pods/default_web_" + pod.metadata().uid() + "/containers/main/0/root");
        Files.createFile(root.resolve("alive"));

        Files.delete(root.resolve("healthy"));
        fixture.await("web", p -> !p.status().isReady());
        Files.createFile(root.resolve("healthy"));
        fixture.awaitReady("web");
        Files.delete(root.resolve("alive"));

        fixture.awaitContainer("web", status -> status.restartCount() == 1);
        fixture.awaitReady("web");
        Await.until(
                () -> "events: " + fixture.eventReasons("web"),
                () -> fixture.eventReasons("web").containsAll(List.of("Unhealthy", "Killing")));
    }

    @Test
    void endsAPodOnlyAfterTrafficHasLeftItAndItsHookHasRun() throws Exception {
        gated = true;
        Path seen = folder.resolve("seen");
        fixture.pod(
                """
                metadata: {name: web}
                spec:
                  containers:
                  - name: main
                    image: host/sh
                    command: [sh, -c, "trap 'echo term >> %1$s; exit 0' TERM; echo up; while :; do sleep 0.05; done"]
                    ports: [{containerPort: 8080}]
                    lifecycle: {preStop: {exec: {command: [sh, -c, "echo hook >> %1$s"]}}}
                """
                        .formatted(seen));
        Pod pod = fixture.awaitReady("web");
        Await.until("the trap is set", () -> logged("up\n"));

        fixture.delete("web");
        Await.until("the node asks whether traffic has left", () -> !leaving.isEmpty());

        assertThat(seen).doesNotExist();
        assertThat(fixture.find("web").metadata().isBeingDeleted()).isTrue();
        assertThat(leaving.getFirst().addresses())
                .containsExactly("127.0.0.1:" + PodPorts.of(pod).hostPort(8080));
        drained.countDown();
        fixture.awaitGone("web");
        assertThat(seen).hasContent("hook\nterm");
    }

    @Test
    void endsByForceWhatDoesNotHeed() {
        fixture.pod(
                """
                metadata: {name: deaf}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - {name: main, image: host/sh, command: [sh, -c, "trap : TERM; while :; do sleep 0.05; done"]}
                """);
        fixture.awaitReady("deaf");

        fixture.delete("deaf");

        fixture.awaitGone("deaf");
        assertThat(fixture.runtime.list()).isEmpty();
    }

    @Test
    void followsTheOutputToTheLastLineOfADeletedPod() throws InterruptedException {
        fixture.pod(
                """
                metadata: {name: web}
                spec:
                  containers:
                  - {name: main, image: host/sh, command: [sh, -c, "trap 'echo last; exit 0' TERM; echo up; while :; do sleep 0.05; done"]}
                """);
        fixture.awaitReady("web");
        Await.until("the trap is set", () -> logged("up\n"));
        PodLogReader.Selection follow =
                new PodLogReader.Selection("main", true, false, false, null, 5L, null);
        StringBuilder seen = new StringBuilder();
        try (PodLogStream stream = fixture.node.logs().open(NodeFixture.key("web"), follow)) {
            fixture.delete("web");
            fixture.awaitGone("web");

            byte[] chunk = stream.read(Duration.ofSeconds(5));
            while (chunk != null) {
                seen.append(new String(chunk, java.nio.charset.StandardCharsets.UTF_8));
                chunk = stream.read(Duration.ofSeconds(5));
            }
        }
        // The shell may tell that its `sleep` was ended with it.
        assertThat(seen.toString()).startsWith("up\n").endsWith("last\n");
    }

    @Test
    void endsAtOnceAPodWhoseObjectIsGone() {
        gated = true;
        fixture.pod(
                """
                metadata: {name: deaf}
                spec:
                  containers:
                  - {name: main, image: host/sh, command: [sh, -c, "trap : TERM; while :; do sleep 0.05; done"], ports: [{containerPort: 80}]}
                """);
        fixture.awaitReady("deaf");

        fixture.cluster
                .resources(dev.slipway.model.kinds.Kinds.POD)
                .delete(
                        NodeFixture.key("deaf"),
                        dev.slipway.client.DeleteOptions.background()
                                .withGracePeriod(Duration.ZERO));

        Await.until("no container is left", () -> fixture.runtime.list().isEmpty());
    }

    @Test
    void stopsAllPodsWithoutForgettingThem() throws InterruptedException {
        fixture.pod(
                """
                metadata: {name: web}
                spec:
                  containers: [{name: main, image: host/sh, command: [sleep, "600"]}]
                """);
        Pod pod = fixture.awaitReady("web");

        fixture.node.stopPods(Duration.ofSeconds(5));

        assertThat(fixture.runtime.inspect(new ContainerId(pod.metadata().storedUid(), "main", 0)))
                .isInstanceOf(ContainerState.Exited.class);
        assertThat(fixture.find("web").status().isReady()).isFalse();
        fixture.restartNode();
        fixture.awaitContainer("web", status -> status.ready() && status.restartCount() == 1);
    }

    private boolean awaitDrain(TrafficDrain.Leaving pod, Duration max) throws InterruptedException {
        leaving.add(pod);
        return !gated || drained.await(max.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean logged(String text) {
        try {
            return fixture.log("web").equals(text);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
