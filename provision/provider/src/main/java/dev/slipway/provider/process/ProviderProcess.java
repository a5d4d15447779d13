package dev.slipway.provider.process;

import dev.slipway.provider.ProviderException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The process of a provider: its two outputs are read until it ends, for it would stand still
/// otherwise. Safe for many threads.
final class ProviderProcess {
    private static final String COOKIE_NAME = "TF_PLUGIN_MAGIC_COOKIE";
    private static final String COOKIE =
            "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
    private static final int LINE_CHARS_MAX = 1 << 20;
    private static final int READERS_MILLIS = 2_000;

    private final String name;
    private final Path binary;
    private final Process process;
    private final Path socketFolder;
    private final ProviderLog log;
    private final AtomicReference<@Nullable String> handshake = new AtomicReference<>();
    private final CountDownLatch announced = new CountDownLatch(1);
    private final CountDownLatch drained = new CountDownLatch(2);

    private ProviderProcess(String name, Path binary, Process process, Path socketFolder) {
        this.name = name;
        this.binary = binary;
        this.process = process;
        this.socketFolder = socketFolder;
        this.log = new ProviderLog(name);
    }

    /// Starts it with the environment of this process and `more`.
    ///
    /// @throws ProviderException if the system cannot start it
    static ProviderProcess start(String name, Path binary, Map<String, String> more) {
        Path folder = newFolder(name);
        ProcessBuilder builder = new ProcessBuilder(binary.toAbsolutePath().toString());
        builder.redirectInput(ProcessBuilder.Redirect.from(nothing()));
        Map<String, String> environment = builder.environment();
        environment.remove("PLUGIN_CLIENT_CERT");
        environment.remove("PLUGIN_MULTIPLEX_GRPC");
        environment.remove(Reattachment.VARIABLE);
        environment.put(COOKIE_NAME, COOKIE);
        environment.put("PLUGIN_PROTOCOL_VERSIONS", "5,6");
        environment.put("PLUGIN_MIN_PORT", "10000");
        environment.put("PLUGIN_MAX_PORT", "25000");
        environment.put("PLUGIN_UNIX_SOCKET_DIR", folder.toString());
        environment.putAll(more);
        try {
            Process process = builder.start();
            ProviderProcess started = new ProviderProcess(name, binary, process, folder);
            started.read("out", process.getInputStream(), started::acceptOutput);
            started.read("err", process.getErrorStream(), started.log::accept);
            return started;
        } catch (IOException e) {
            delete(folder);
            throw new ProviderException(
                    "Provider " + name + " does not start: " + e.getMessage(), e);
        }
    }

    private static java.io.File nothing() {
        return Path.of(
                        System.getProperty("os.name", "").startsWith("Windows")
                                ? "NUL"
                                : "/dev/null")
                .toFile();
    }

    private static Path newFolder(String name) {
        try {
            return Files.createTempDirectory("slipway-provider");
        } catch (IOException e) {
            throw new ProviderException(
                    "Provider "
                            + name
                            + " does not start: no folder for its socket ("
                            + e.getMessage()
                            + ")",
                    e);
        }
    }

    /// Threads of the system, because a read of a pipe would hold on to the carrier of a virtual
    /// one for as long as the provider runs.
    private void read(String what, InputStream stream, Consumer<String> lines) {
        Thread.ofPlatform()
                .daemon()
                .name("provider-" + what + "-" + name)
                .start(() -> {
                    try (BufferedReader reader =
                            new BufferedReader(
                                    new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        eachLine(reader, lines);
                    } catch (IOException _) {
                        // The end of the process is the end of its output, however it comes.
                    } finally {
                        drained.countDown();
                        announced.countDown();
                    }
                });
    }

    /// Like [BufferedReader#lines], but the rest of a line that is too long is dropped.
    private static void eachLine(BufferedReader reader, Consumer<String> lines) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (c == '\n') {
                lines.accept(line.toString());
                line.setLength(0);
            } else if (c != '\r' && line.length() < LINE_CHARS_MAX) {
                line.append((char) c);
            }
        }
        if (!line.isEmpty()) {
            lines.accept(line.toString());
        }
    }

    private void acceptOutput(String line) {
        if (handshake.get() == null && Handshake.isLikely(line)) {
            handshake.set(line);
            announced.countDown();
        } else if (!line.isBlank()) {
            log.accept(line);
        }
    }

    /// @throws ProviderException if the provider ends or takes too long instead
    Handshake awaitHandshake(long timeoutMillis) {
        try {
            if (!announced.await(timeoutMillis, TimeUnit.MILLISECONDS)) {
                throw failure("it said nothing within " + timeoutMillis / 1_000 + " s");
            }
            String line = handshake.get();
            if (line == null && process.waitFor(READERS_MILLIS, TimeUnit.MILLISECONDS)) {
                throw failure("it ended at once" + end());
            }
            if (line == null) {
                throw failure("it closed its output without a handshake");
            }
            return Handshake.parse(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderException("Provider " + name + " does not start: interrupted", e);
        }
    }

    private ProviderException failure(String what) {
        return new ProviderException(
                "Provider "
                        + name
                        + " does not start: "
                        + what
                        + " (program: "
                        + binary
                        + ")"
                        + quoted());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// How it ended and what it last wrote; empty if it does not end within a moment.
    String describeEnd(long timeoutMillis) {
        try {
            if (!process.waitFor(timeoutMillis, TimeUnit.MILLISECONDS)) {
                return "";
            }
            return "the provider's process ended" + end() + quoted();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private String end() {
        int code = process.exitValue();
        return code > 128 ? ", killed by signal " + (code - 128) : " with exit code " + code;
    }

    private String quoted() {
        try {
            boolean complete = drained.await(READERS_MILLIS, TimeUnit.MILLISECONDS);
            String words = log.lastWords();
            if (words.isEmpty()) {
                return "; it wrote nothing about it";
            }
            return "; "
                    + (complete ? "it wrote:" : "so far it wrote:")
                    + "\n"
                    + words.indent(2).stripTrailing();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    void log(String line) {
        log.accept(line);
    }

    /// Waits for its own end, then makes one.
    void end(long timeoutMillis) {
        boolean ended = false;
        try {
            ended = process.waitFor(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            kill();
        }
        delete(socketFolder);
    }

    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// A provider that was killed leaves its socket.
    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.deleteIfExists(each);
            }
            Files.deleteIfExists(folder);
        } catch (IOException | UncheckedIOException _) {
            // A leftover of a few bytes in the folder for temporary files is none of our users'
            // worries.
        }
    }
}
