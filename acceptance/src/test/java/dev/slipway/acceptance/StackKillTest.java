package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An application of many objects is killed again and again (`-Dslipway.kills=20`, after random
/// numbers of completed objects): what was told to be complete is in the state, and is not made
/// again.
final class StackKillTest {
    private static final int OBJECTS = 200;
    private static final int KILLS = Integer.getInteger("slipway.kills", 3);
    private static final long SEED = Long.getLong("slipway.seed", 42);
    private static final Pattern EVENT =
            Pattern.compile("\"addr\":\"([^\"\\\\]*(?:\\\\.[^\"\\\\]*)*)\"");

    private static final String OBJECTS_CONFIG =
            """
            resource "terraform_data" "it" {
              count = %d
              input = count.index
              provisioner "local-exec" {
                command = "true"
              }
            }
            """
                    .formatted(OBJECTS);

    private static final String LARGE_CONFIG =
            """
            resource "terraform_data" "it" {
              count = %d
              input = join("", [for i in range(300) : count.index])
            }
            """
                    .formatted(OBJECTS);

    @TempDir Path folder;

    private final Random random = new Random(SEED);
    private Path work;

    @BeforeEach
    void makeFolder() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
    }

    @Test
    void aStateInAFileLosesNothing() throws Exception {
        Files.writeString(work.resolve("main.tf"), OBJECTS_CONFIG);
        killAgainAndAgain();
    }

    @Test
    void aStateElsewhereLosesNothing() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicReference<byte[]> state = new AtomicReference<>();
        server.createContext("/", exchange -> answer(exchange, state));
        server.start();
        try {
            Files.writeString(
                    work.resolve("main.tf"),
                    OBJECTS_CONFIG
                            + "terraform {\n  backend \"http\" {\n    address = \"http://127.0.0.1:"
                            + server.getAddress().getPort()
                            + "/state\"\n  }\n}\n");
            run("init");
            killAgainAndAgain();
        } finally {
            server.stop(0);
        }
    }

    /// Needs the right to mount.
    @Test
    void aFullDiskLosesNothing() throws Exception {
        int mounted = mount("-t", "tmpfs", "-o", "size=128k", "tmpfs", work.toString());
        Assumptions.assumeTrue(mounted == 0, "no small file system may be mounted here");
        try {
            Files.writeString(work.resolve("main.tf"), LARGE_CONFIG);
            Path log = folder.resolve("full.log");
            assertThat(start(log, "apply", "-auto-approve", "-json").waitFor()).isEqualTo(1);
            assertThat(Files.readString(log)).contains("cannot write to", "No space");
            Set<String> complete = addresses(log, "apply_complete");
            assertThat(complete).isNotEmpty();

            mount("-o", "remount,size=8m", work.toString());
            assertThat(listed()).containsAll(complete);
            Path last = folder.resolve("last.log");
            assertThat(start(last, "apply", "-auto-approve", "-json").waitFor()).isZero();
            check(last, complete);
            assertThat(listed()).hasSize(OBJECTS);
        } finally {
            new ProcessBuilder("umount", work.toString()).start().waitFor();
        }
    }

    private static int mount(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("mount"));
        words.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(words).start().waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private static void answer(HttpExchange exchange, AtomicReference<byte[]> state)
            throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
                state.set(exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(200, -1);
            } else if (state.get() == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.sendResponseHeaders(200, state.get().length);
                exchange.getResponseBody().write(state.get());
            }
        }
    }

    private void killAgainAndAgain() throws Exception {
        Set<String> complete = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            int left = OBJECTS - complete.size();
            int wanted = random.nextInt(Math.max(1, left / (KILLS - kill)));
            Path log = folder.resolve("kill-" + kill + ".log");
            Process running = start(log, "apply", "-auto-approve", "-json");
            Slipway.await(
                    () -> !running.isAlive() || count(log, "apply_complete") > wanted,
                    () -> "seed " + SEED + ": nothing completes");
            running.destroyForcibly().waitFor();
            check(log, complete);
            complete.addAll(addresses(log, "apply_complete"));
            assertThat(listed()).as("seed %s, kill %s", SEED, kill).containsAll(complete);
        }
        Path log = folder.resolve("last.log");
        assertThat(start(log, "apply", "-auto-approve", "-json").waitFor()).isZero();
        check(log, complete);
        assertThat(listed()).hasSize(OBJECTS);
    }

    /// Nothing that was complete is begun again.
    private static void check(Path log, Set<String> complete) throws IOException {
        assertThat(addresses(log, "apply_start")).noneMatch(complete::contains);
    }

    private Set<String> listed() throws Exception {
        return new HashSet<>(run("state", "list").lines().toList());
    }

    private static int count(Path log, String type) throws IOException {
        return addresses(log, type).size();
    }

    private static Set<String> addresses(Path log, String type) throws IOException {
        Set<String> found = new HashSet<>();
        if (!Files.exists(log)) {
            return found;
        }
        for (String line : Files.readAllLines(log)) {
            Matcher address = EVENT.matcher(line);
            if (line.contains("\"type\":\"" + type + "\"") && address.find()) {
                found.add(address.group(1));
            }
        }
        return found;
    }

    private String run(String... arguments) throws Exception {
        Path log = folder.resolve("out.log");
        assertThat(start(log, arguments).waitFor(120, TimeUnit.SECONDS)).isTrue();
        return Files.readString(log);
    }

    private Process start(Path log, String... arguments) throws IOException {
        List<String> words =
                new ArrayList<>(List.of(Slipway.root().resolve("slipway").toString(), "stack"));
        words.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .directory(work.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("SLIPWAY_NO_BUILD", "1");
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        environment.keySet().removeIf(name -> name.startsWith("TF_CLI_"));
        return builder.start();
    }
}
