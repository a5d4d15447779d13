package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class WatchTest {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    @TempDir static Path folder;

    private RunningServer server;
    private HttpCalls admin;

    @BeforeEach
    void start() {
        ApiServerConfig config =
                new ApiServerConfig(
                        "test", 10, 10, 20, Duration.ofMinutes(5), Duration.ofSeconds(2));
        server = new RunningServer(folder, config, PodLogs.none());
        admin = new HttpCalls(server, RunningServer.ADMIN_TOKEN);
    }

    @AfterEach
    void stop() {
        admin.close();
        server.close();
    }

    @Test
    void tellsEachChange() throws Exception {
        String revision = revision();
        try (var watch =
                admin.stream(CONFIG_MAPS + "?watch=true&resourceVersion=" + revision, "")) {
            create("a", "1");
            assertEvent(watch.next(), "ADDED", "a");
            patch("a", "{\"data\":{\"k\":\"2\"}}");
            JsonNode modified = watch.next();
            assertEvent(modified, "MODIFIED", "a");
            assertThat(modified.at("/object/data/k").asText()).isEqualTo("2");
            admin.send("DELETE", CONFIG_MAPS + "/a", "application/json", "");
            assertEvent(watch.next(), "DELETED", "a");
        }
    }

    @Test
    void startsWithWhatThereIs() throws Exception {
        create("a", "1");
        create("b", "1");
        String path =
                CONFIG_MAPS
                        + "?watch=true&sendInitialEvents=true&allowWatchBookmarks=true"
                        + "&resourceVersionMatch=NotOlderThan";
        try (var watch = admin.stream(path, "")) {
            assertEvent(watch.next(), "ADDED", "a");
            assertEvent(watch.next(), "ADDED", "b");
            JsonNode bookmark = watch.next();
            assertThat(bookmark.path("type").asText()).isEqualTo("BOOKMARK");
            assertThat(bookmark.at("/object/kind").asText()).isEqualTo("ConfigMap");
            assertThat(
                            bookmark.path("object")
                                    .path("metadata")
                                    .path("annotations")
                                    .path("k8s.io/initial-events-end")
                                    .asText())
                    .isEqualTo("true");
            create("c", "1");
            assertEvent(watch.next(), "ADDED", "c");
        }
    }

    @Test
    void speaksWebSocket() {
        create("a", "1");
        assertThat(admin.firstMessage(CONFIG_MAPS + "?watch=true"))
                .startsWith("{\"type\":\"ADDED\",\"object\":{")
                .contains("\"name\":\"a\"");
    }

    @Test
    void tellsObjectsThatComeToMatchAndCease() throws Exception {
        create("a", "1");
        String path = CONFIG_MAPS + "?watch=1&labelSelector=on%3Dyes&resourceVersion=" + revision();
        try (var watch = admin.stream(path, "")) {
            patch("a", "{\"metadata\":{\"labels\":{\"on\":\"yes\"}}}");
            assertEvent(watch.next(), "ADDED", "a");
            patch("a", "{\"metadata\":{\"labels\":{\"on\":\"no\"}}}");
            assertEvent(watch.next(), "DELETED", "a");
        }
    }

    @Test
    void tellsRows() throws Exception {
        try (var watch =
                admin.stream(CONFIG_MAPS + "?watch=1&resourceVersion=" + revision(), TABLE)) {
            create("a", "1");
            JsonNode first = watch.next();
            assertThat(first.at("/object/kind").asText()).isEqualTo("Table");
            assertThat(first.at("/object/columnDefinitions")).isNotEmpty();
            assertThat(first.at("/object/rows/0/cells/0").asText()).isEqualTo("a");
            create("b", "1");
            assertThat(watch.next().at("/object/rows/0/cells/0").asText()).isEqualTo("b");
        }
    }

    @Test
    void endsAfterTheTimeAskedForAndWithTheServer() throws Exception {
        try (var watch = admin.stream(CONFIG_MAPS + "?watch=1&timeoutSeconds=1", "")) {
            assertThat(watch.ends()).isTrue();
        }
        try (var watch = admin.stream(CONFIG_MAPS + "?watch=1", "")) {
            Thread closing = Thread.ofVirtual().start(server::close);
            assertThat(watch.ends()).isTrue();
            closing.join();
        }
    }

    @Test
    void refusesRevisionsItCannotGoOnFrom() {
        var wrong = admin.get(CONFIG_MAPS + "?watch=1&resourceVersion=abc");
        assertThat(wrong.status()).isEqualTo(422);
        var future = admin.get(CONFIG_MAPS + "?watch=1&resourceVersion=999999");
        assertThat(future.status()).isEqualTo(504);
    }

    @Test
    void limitsHowManyThereAre() throws Exception {
        List<HttpCalls.Lines> open = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            open.add(admin.stream(CONFIG_MAPS + "?watch=1", ""));
        }
        var refused = admin.get(CONFIG_MAPS + "?watch=1");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.response().headers().firstValue("Retry-After")).hasValue("1");
        for (HttpCalls.Lines watch : open) {
            watch.close();
        }
    }

    @Test
    void givesUpOnAClientThatDoesNotRead() throws Exception {
        try (Socket silent = admin.connect()) {
            String request =
                    "GET "
                            + CONFIG_MAPS
                            + "?watch=1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + RunningServer.ADMIN_TOKEN
                            + "\r\n\r\n";
            silent.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            silent.getInputStream().read();
            String megabyte = "x".repeat(1_000_000);
            for (int i = 0; i < 40; i++) {
                create("big-" + i, megabyte);
            }
            while (server.server.openStreams() > 0) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            assertThat(readToTheEnd(silent)).isLessThan(30_000_000);
        }
    }

    private static long readToTheEnd(Socket socket) throws SocketException {
        socket.setSoTimeout(20_000);
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        try {
            int count = socket.getInputStream().read(buffer);
            while (count >= 0) {
                total += count;
                count = socket.getInputStream().read(buffer);
            }
            return total;
        } catch (IOException cutOff) {
            return total;
        }
    }

    private String revision() {
        return admin.get(CONFIG_MAPS + "?limit=1").json().at("/metadata/resourceVersion").asText();
    }

    private void create(String name, String value) {
        server.create(
                "configmaps",
                "default",
                "{\"metadata\":{\"name\":\"%s\"},\"data\":{\"k\":\"%s\"}}".formatted(name, value));
    }

    private void patch(String name, String change) {
        var answer =
                admin.send(
                        "PATCH", CONFIG_MAPS + "/" + name, "application/merge-patch+json", change);
        assertThat(answer.status()).isEqualTo(200);
    }

    private static void assertEvent(JsonNode event, String type, String name) throws IOException {
        assertThat(event.path("type").asText()).isEqualTo(type);
        assertThat(event.at("/object/metadata/name").asText()).isEqualTo(name);
    }
}
