package dev.slipway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.http.DoorConfig;
import dev.slipway.http.HttpDoor;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The console behind its real door, asked over real sockets.
final class ConsoleTest {
    private static final int PATIENCE_MILLIS = 20_000;

    private final ConsoleWorld world = new ConsoleWorld();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void servesAPageThatMayRunNothingButItsOwnScript() throws Exception {
        HttpDoor door = door(LiveStreams.Config.defaults());
        String page = exchange(door, "GET / HTTP/1.1", "localhost");

        assertThat(page)
                .startsWith("HTTP/1.1 200")
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .contains("x-content-type-options: nosniff")
                .contains("No pods.")
                .doesNotContain("unsafe-inline", "style=", "onclick=");
        assertThat(exchange(door, "GET /console.js HTTP/1.1", "localhost"))
                .contains("text/javascript");
        assertThat(exchange(door, "GET /nothing HTTP/1.1", "localhost")).startsWith("HTTP/1.1 404");
        assertThat(exchange(door, "DELETE / HTTP/1.1", "localhost")).startsWith("HTTP/1.1 405");
    }

    @Test
    void refusesRequestsForAnotherHost() throws Exception {
        HttpDoor door = door(LiveStreams.Config.defaults());
        String answer = exchange(door, "GET / HTTP/1.1", "rebind.example");

        assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("Slipway");
    }

    @Test
    void streamsWhatChangesAndNothingElse() throws Exception {
        HttpDoor door = door(new LiveStreams.Config(Duration.ofMillis(10), 8, 1000));
        pod("shop-1");
        world.simulation.settle();
        try (BufferedReader live = live(door)) {
            readEvents(live, "summary", "links", "releases", "workloads", "pods", "events");
            becomes("shop-1", "Failed");
            world.simulation.settle();

            List<String> frames = readEvents(live, "summary", "pods");
            assertThat(String.join("\n", frames)).contains("1 in trouble");
            becomes("shop-1", "Running");
            world.simulation.settle();
            readEvents(live, "summary", "pods");
        }
    }

    @Test
    void takesNoMorePagesThanItsLimit() throws Exception {
        HttpDoor door = door(new LiveStreams.Config(Duration.ofMillis(10), 1, 1000));
        try (BufferedReader live = live(door)) {
            readEvents(live, "summary");
            assertThat(exchange(door, "GET /live HTTP/1.1", "localhost"))
                    .startsWith("HTTP/1.1 503");
        }
    }

    @Test
    void dropsAReaderThatTakesNothing() throws Exception {
        LiveStreams.Config config = new LiveStreams.Config(Duration.ofMillis(1), 1, 50);
        HttpDoor door = door(config);
        for (int number = 0; number < 300; number++) {
            pod("shop-" + number + "-" + "x".repeat(200));
        }
        world.simulation.settle();
        try (Socket idle = new Socket()) {
            idle.setReceiveBufferSize(4096);
            idle.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()));
            ask(idle, "GET /live HTTP/1.1", "localhost");
            long deadline = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
            boolean dropped = false;
            for (int round = 0; !dropped && System.nanoTime() < deadline; round++) {
                becomes("shop-0-" + "x".repeat(200), "Phase" + round);
                world.simulation.settle();
                dropped = canOpen(door);
            }
            assertThat(dropped).isTrue();
        }
    }

    /// There is room for a stream again, as there is only one place.
    private static boolean canOpen(HttpDoor door) throws IOException {
        try (Socket socket = connect(door)) {
            ask(socket, "GET /live HTTP/1.1", "localhost");
            String status = reader(socket).readLine();
            return status != null && status.contains("200");
        }
    }

    private HttpDoor door(LiveStreams.Config config) {
        Console console = world.console(config);
        HttpDoor door = new HttpDoor(DoorConfig.console(0), List.of(console.mount()));
        console.start();
        open.add(door);
        open.add(console);
        door.start();
        return door;
    }

    private void pod(String name) {
        world.create(
                Kinds.POD,
                Pod.class,
                "metadata: {name: " + name + ", namespace: default}\nstatus: {phase: Running}\n");
    }

    private void becomes(String pod, String phase) {
        world.cluster
                .resources(Kinds.POD)
                .patchStatus(
                        new ObjectKey("default", pod),
                        new Patch.MergePatch(
                                Yaml.parse("status: {phase: " + phase + "}", "test")
                                        .getFirst()
                                        .object()));
    }

    private BufferedReader live(HttpDoor door) throws IOException {
        Socket socket = connect(door);
        open.add(socket);
        ask(socket, "GET /live HTTP/1.1", "localhost");
        return reader(socket);
    }

    /// Reads on until each of these events came, once, and none other.
    private static List<String> readEvents(BufferedReader live, String... names)
            throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> events = new ArrayList<>();
        while (events.size() < names.length) {
            String line = live.readLine();
            assertThat(line).isNotNull();
            lines.add(line);
            if (line.startsWith("event: ")) {
                events.add(line.substring("event: ".length()));
            }
        }
        assertThat(events).containsExactly(names);
        return lines;
    }

    private static String exchange(HttpDoor door, String request, String host) throws IOException {
        try (Socket socket = connect(door)) {
            ask(socket, request, host + "\r\nConnection: close");
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Socket connect(HttpDoor door) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void ask(Socket socket, String request, String host) throws IOException {
        socket.getOutputStream()
                .write(
                        (request + "\r\nHost: " + host + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }
}
