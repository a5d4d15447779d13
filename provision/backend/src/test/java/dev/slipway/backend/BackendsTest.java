package dev.slipway.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.State;
import dev.slipway.state.StateException;
import dev.slipway.state.StateFormat;
import dev.slipway.state.StateStore;
import dev.slipway.state.StateStore.LockRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All kinds of places, each against a real server.
final class BackendsTest {
    @TempDir Path folder;

    private StateStore open(String kind, Map<String, Value> settings) {
        return open(kind, settings, Map.of());
    }

    private StateStore open(
            String kind, Map<String, Value> settings, Map<String, String> environment) {
        return Backends.open(
                kind,
                settings,
                new Backends.Ground(
                        folder,
                        folder.resolve("data"),
                        environment,
                        StateFormat.PLAIN,
                        Clock.systemUTC()));
    }

    /// Keeps one state as servers for Terraform's http backend do.
    private static HttpServer server(AtomicReference<byte[]> kept, AtomicReference<byte[]> lock)
            throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    byte[] answer = new byte[0];
                    int status = 200;
                    switch (exchange.getRequestMethod()) {
                        case "GET" -> {
                            status = kept.get().length == 0 ? 404 : 200;
                            answer = kept.get();
                        }
                        case "POST" -> {
                            String query = String.valueOf(exchange.getRequestURI().getQuery());
                            boolean holds = query.equals("ID=" + LockHolder.read(lock.get()).id());
                            status = holds ? 200 : 409;
                            if (holds) {
                                kept.set(body);
                            }
                        }
                        case "LOCK" -> {
                            answer = lock.get();
                            status =
                                    lock.compareAndSet(answer, body) && answer.length > 0
                                            ? 423
                                            : 200;
                            if (status == 423) {
                                lock.set(answer);
                            }
                        }
                        default -> lock.set(new byte[0]);
                    }
                    exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
                    if (answer.length > 0) {
                        exchange.getResponseBody().write(answer);
                    }
                    exchange.close();
                });
        server.start();
        return server;
    }

    @Test
    void keepsStatesOnAnHttpServer() throws Exception {
        AtomicReference<byte[]> lock = new AtomicReference<>(new byte[0]);
        HttpServer server = server(new AtomicReference<>(new byte[0]), lock);
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/s";
            Map<String, Value> settings =
                    Map.of(
                            "address", Value.of(address),
                            "lock_address", Value.of(address),
                            "unlock_address", Value.of(address));
            new StoreContract(() -> open("http", settings), true).check("default");
            assertThatExceptionOfType(StateException.class)
                    .isThrownBy(() -> open("http", settings).read("other"))
                    .withMessageContaining("workspace");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void keepsWhatCannotBeBroughtToItsPlace() throws Exception {
        HttpServer server =
                server(new AtomicReference<>(new byte[0]), new AtomicReference<>(new byte[0]));
        String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/s";
        try (StateStore store =
                open("http", Map.of("address", Value.of(address), "retry_max", Value.of(0)))) {
            StateStore.Lock lock =
                    store.lock("default", new LockRequest("test", "me", ""), Duration.ZERO);
            server.stop(0);
            assertThatExceptionOfType(StateException.class)
                    .isThrownBy(() -> lock.write(State.empty("1.11.4", "line"), true))
                    .withMessageContaining("errored.tfstate")
                    .withMessageContaining("state push");
            assertThat(Files.readString(folder.resolve("errored.tfstate"))).contains("line");
        }
    }

    @Test
    void keepsStatesInABucket() throws Exception {
        try (Peer moto = Peer.moto(folder)) {
            String endpoint = "http://127.0.0.1:" + moto.port;
            Map<String, Value> settings = new HashMap<>();
            settings.put("bucket", Value.of("bucket"));
            settings.put("key", Value.of("a b/state"));
            settings.put("region", Value.of("us-east-1"));
            settings.put("use_lockfile", Value.of(true));
            settings.put("endpoints", Values.object(Map.of("s3", Value.of(endpoint))));
            Map<String, String> keys =
                    Map.of("AWS_ACCESS_KEY_ID", "k", "AWS_SECRET_ACCESS_KEY", "s");
            assertThatExceptionOfType(StateException.class)
                    .isThrownBy(() -> open("s3", settings, keys).read("default"))
                    .withMessageContaining("NoSuchBucket");
            makeBucket(endpoint);
            StoreContract contract = new StoreContract(() -> open("s3", settings, keys), true);
            contract.check("default");
            contract.check("other");
            try (StateStore store = open("s3", settings, keys)) {
                assertThat(store.workspaces()).containsExactly("default", "other");
                store.deleteWorkspace("other");
                assertThat(store.workspaces()).containsExactly("default");
            }
        }
    }

    @Test
    void keepsStatesAtGoogle() throws Exception {
        Assumptions.assumeTrue(
                Peer.isOnPath("fake-gcs-server"), "fake-gcs-server is not on the path");
        int port = Peer.freePort();
        String address = "http://127.0.0.1:" + port;
        List<String> command =
                List.of(
                        "fake-gcs-server",
                        "-backend",
                        "memory",
                        "-scheme",
                        "http",
                        "-host",
                        "127.0.0.1",
                        "-port",
                        String.valueOf(port));
        try (Peer _ = Peer.start(port, folder.resolve("gcs.log"), command);
                Http http = new Http(Http.Retries.DEFAULT, null)) {
            http.send(
                    new Http.Request(
                            "POST",
                            URI.create(address + "/storage/v1/b?project=p"),
                            Map.of("Content-Type", "application/json"),
                            "{\"name\":\"bucket\"}".getBytes(StandardCharsets.UTF_8)));
            Map<String, Value> settings =
                    Map.of(
                            "bucket", Value.of("bucket"),
                            "prefix", Value.of("a b"),
                            "access_token", Value.of("t"),
                            "storage_custom_endpoint", Value.of(address + "/storage/v1/b"));
            StoreContract contract = new StoreContract(() -> open("gcs", settings), true);
            contract.check("default");
            contract.check("other");
            try (StateStore store = open("gcs", settings)) {
                assertThat(store.workspaces()).containsExactly("default", "other");
                store.deleteWorkspace("other");
                assertThat(store.workspaces()).containsExactly("default");
            }
        }
    }

    private static void makeBucket(String endpoint) throws Exception {
        URI uri = URI.create(endpoint + "/bucket");
        try (Http http = new Http(Http.Retries.DEFAULT, null)) {
            Map<String, String> headers =
                    new AwsSignature(new AwsCredentials("k", "s", ""), "us-east-1", "s3")
                            .headers(
                                    "PUT", uri, Map.of(), new byte[0], Clock.systemUTC().instant());
            assertThat(http.send(new Http.Request("PUT", uri, headers, new byte[0])).isGood())
                    .isTrue();
        }
    }

    @Test
    void keepsStatesInPostgres() throws Exception {
        Path programs = postgresPrograms();
        Assumptions.assumeTrue(programs != null, "PostgreSQL is not on the path");
        boolean isRoot = System.getProperty("user.name", "").equals("root");
        Assumptions.assumeTrue(
                !isRoot || Peer.isOnPath("runuser"), "PostgreSQL does not run as root");
        try (Postgres postgres = Postgres.start(programs, isRoot)) {
            Map<String, Value> settings =
                    Map.of(
                            "conn_str",
                            Value.of(
                                    "postgres://postgres@127.0.0.1:"
                                            + postgres.port()
                                            + "/postgres?sslmode=disable"));
            StoreContract contract = new StoreContract(() -> open("pg", settings), true);
            contract.check("default");
            contract.check("other");
            try (StateStore store = open("pg", settings)) {
                assertThat(store.workspaces()).containsExactly("default", "other");
                store.deleteWorkspace("other");
                assertThat(store.workspaces()).containsExactly("default");
            }
        }
    }

    private static @org.jspecify.annotations.Nullable Path postgresPrograms() throws Exception {
        if (!Peer.isOnPath("pg_config")) {
            return null;
        }
        Process asked = new ProcessBuilder("pg_config", "--bindir").start();
        Path programs =
                Path.of(
                        new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                                .strip());
        return Files.isExecutable(programs.resolve("initdb")) ? programs : null;
    }

    @Test
    void saysWhatIsMissingOrNotSupported() {
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> open("http", Map.of()))
                .withMessageContaining("\"address\" is not set (nor is TF_HTTP_ADDRESS)");
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> open("azurerm", Map.of()))
                .withMessageContaining(
                        "expected: local, consul, gcs, http, kubernetes, pg, s3, slipway");
    }

    /// The example of Amazon's own documentation.
    @Test
    void signsAsAmazonSays() {
        Map<String, String> headers =
                new AwsSignature(
                                new AwsCredentials(
                                        "AKIAIOSFODNN7EXAMPLE",
                                        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                                        ""),
                                "us-east-1",
                                "s3")
                        .headers(
                                "GET",
                                URI.create(
                                        "https://examplebucket.s3.amazonaws.com/?prefix=J&max-keys=2"),
                                Map.of(),
                                new byte[0],
                                java.time.Instant.parse("2013-05-24T00:00:00Z"));
        assertThat(List.of(headers.getOrDefault("Authorization", "").split("Signature=")).get(1))
                .isEqualTo("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }
}
