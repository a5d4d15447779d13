package dev.slipway.alert.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.alert.check.Check.CheckSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs plugins as processes: without a shell, in a session of their own so that all they start can
/// be ended with them, with nothing to read, and with only so much of what they print kept.
/// Thread-safe.
public final class PluginProcess implements Plugin {
    private static final int OUTPUT_BYTES_MAX = 8 * 1024;
    private static final Path SESSION_STARTER = Path.of("/usr/bin/setsid");

    /// How long what a plugin printed may take to arrive after its end; a child that it left behind
    /// may hold the pipe open.
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    /// Keeps what arrives first, and goes on reading so that the plugin is not held up. The thread
    /// is one of the platform: a pipe is read in the kernel, where a virtual one would keep its
    /// carrier, and it stays there as long as anybody holds the other end.
    private static final class Capture {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final Thread reader;

        Capture(InputStream in) {
            reader = Thread.ofPlatform().daemon().name("plugin-output").start(() -> readAll(in));
        }

        private void readAll(InputStream in) {
            byte[] buffer = new byte[4096];
            try (in) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    keep(buffer, count);
                }
            } catch (IOException _) {
                // The pipe was closed: what was kept is all there is.
            }
        }

        private synchronized void keep(byte[] buffer, int count) {
            kept.write(buffer, 0, Math.min(count, OUTPUT_BYTES_MAX - kept.size()));
        }

        synchronized String text() {
            return kept.toString(UTF_8);
        }
    }

    @Override
    public PluginRun run(CheckSpec spec) throws InterruptedException {
        long start = System.nanoTime();
        Process process;
        try {
            process = start(spec);
        } catch (IOException e) {
            return new PluginRun(
                    CheckState.UNKNOWN,
                    "The plugin cannot be run: " + e.getMessage(),
                    Duration.ofNanos(System.nanoTime() - start));
        }
        Capture output = new Capture(process.getInputStream());
        Capture errors = new Capture(process.getErrorStream());
        boolean ended = false;
        boolean heardAll = false;
        try {
            ended = process.waitFor(spec.timeout().toMillis(), TimeUnit.MILLISECONDS);
            heardAll = ended && output.reader.join(LAST_WORDS) && errors.reader.join(LAST_WORDS);
        } finally {
            if (!heardAll) {
                ProcessGroups.end(process);
            }
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        if (!ended) {
            String message =
                    "The plugin was ended after %d s, its timeout."
                            .formatted(spec.timeout().toSeconds());
            return new PluginRun(CheckState.UNKNOWN, message, duration);
        }
        return result(process.exitValue(), output.text(), errors.text(), duration);
    }

    private static PluginRun result(int code, String output, String errors, Duration duration) {
        CheckState state = CheckState.ofExitCode(code);
        String text = output.isBlank() ? errors : output;
        if (text.isBlank()) {
            text = "The plugin printed nothing and ended with exit code " + code + ".";
        }
        return new PluginRun(state, text, duration);
    }

    private static Process start(CheckSpec spec) throws IOException {
        List<String> words = new ArrayList<>();
        if (Files.isExecutable(SESSION_STARTER)) {
            words.add(SESSION_STARTER.toString());
            words.add("--");
        }
        words.addAll(spec.command());
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(spec.environment());
        builder.environment().putIfAbsent("LC_NUMERIC", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }
}
