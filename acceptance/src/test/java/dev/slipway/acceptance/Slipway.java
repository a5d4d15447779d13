package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The real launcher with a data folder of its own. Closing stops the server and its pods.
final class Slipway implements AutoCloseable {
    private static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(3);
    private static final List<String> ANY_PORTS =
            List.of("--api-port=0", "--console-port=0", "--edge-port=0", "--edge-tls-port=0");

    /// What a command printed and how it ended.
    record Outcome(int exitCode, String output) {
        Outcome succeeded() {
            assertThat(exitCode).as(output).isZero();
            return this;
        }
    }

    private final Path home;

    Slipway(Path home) {
        this.home = home;
    }

    static Path root() {
        return Path.of(System.getProperty("slipway.root", "..")).toAbsolutePath().normalize();
    }

    Path home() {
        return home;
    }

    /// Starts a server in the background and waits until it is ready.
    Slipway started(String... arguments) throws IOException, InterruptedException {
        Process process = start("server", arguments);
        await(() -> process.isAlive() && runsAs(process), "the server is not ready: " + log());
        return this;
    }

    /// Starts a command that goes on; its output goes to the server's log.
    Process start(String command, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(ANY_PORTS);
        words.addAll(List.of(arguments));
        return builder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .start();
    }

    Outcome run(String... arguments) throws IOException, InterruptedException {
        return run(COMMAND_TIMEOUT, arguments);
    }

    /// Runs a command that may take longer than others.
    Outcome run(Duration limit, String... arguments) throws IOException, InterruptedException {
        return finish(builder(List.of(arguments)), limit);
    }

    /// Runs kubectl against the server.
    Outcome kubectl(String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("kubectl", "--cache-dir", home + "/kubectl"));
        words.addAll(List.of(arguments));
        return finish(withEnvironment(new ProcessBuilder(words)), COMMAND_TIMEOUT);
    }

    JsonNode server() {
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(home.resolve("server.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProcessHandle serverProcess() {
        return ProcessHandle.of(server().path("processId").asLong()).orElseThrow();
    }

    String log() throws IOException {
        return Files.exists(logFile()) ? Files.readString(logFile()) : "";
    }

    /// Waits for a condition, at most 75 seconds: what the node measures takes two looks of 15.
    static void await(Condition condition, String otherwise)
            throws IOException, InterruptedException {
        await(condition, () -> otherwise);
    }

    static void await(Condition condition, Explanation otherwise)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(75).toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(otherwise.text());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /// Something that becomes true.
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /// What to say if it does not.
    interface Explanation {
        String text() throws IOException, InterruptedException;
    }

    private boolean runsAs(Process process) {
        return Files.exists(home.resolve("server.json"))
                && server().path("processId").asLong() == process.pid();
    }

    private Path logFile() {
        return home.resolve("test-server.log");
    }

    private ProcessBuilder builder(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(root().resolve("slipway").toString()));
        words.addAll(arguments);
        return withEnvironment(new ProcessBuilder(words));
    }

    private ProcessBuilder withEnvironment(ProcessBuilder builder) {
        builder.environment()
                .putAll(
                        Map.of(
                                "SLIPWAY_HOME", home.toString(),
                                "SLIPWAY_NO_BUILD", "1",
                                "KUBECONFIG", home.resolve("kubeconfig").toString()));
        return builder;
    }

    private Outcome finish(ProcessBuilder builder, Duration limit)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(home, "output", ".txt");
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(builder.command() + " hangs: " + Files.readString(output));
        }
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    @Override
    public void close() throws IOException {
        try {
            run("stop", "--pods");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
