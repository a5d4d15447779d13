package dev.slipway.terraform.provisioner;

import dev.slipway.hcl.text.GoQuote;
import dev.slipway.hcl.value.Values;
import dev.slipway.terraform.remote.OutputLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A command on this machine. Belongs to one thread.
final class LocalExec {
    /// What of the output is repeated in an error.
    private static final int TAIL_MAX = 8 << 10;

    /// How long programs that are asked to end may take until they are killed.
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Settings settings;
    private final Provisioners.Ground ground;
    private final boolean secret;
    private final StringBuilder tail = new StringBuilder();

    LocalExec(Settings settings, Provisioners.Ground ground, boolean secret) {
        this.settings = settings;
        this.ground = ground;
        this.secret = secret;
    }

    void run() throws ProvisionException {
        String command = settings.find("command");
        if (command == null) {
            throw new ProvisionException(
                    "Invalid local-exec provisioner command",
                    "The command must be a non-empty string.");
        }
        List<String> line = interpreter();
        line.add(command);
        ground.told()
                .accept(
                        settings.truth("quiet", false)
                                ? "local-exec: Executing: Suppressed by quiet=true"
                                : "Executing: " + quoted(line));
        try {
            await(command, start(command, line));
        } catch (IOException e) {
            throw failure(command, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(command, "interrupted");
        }
    }

    /// What is null in it is as if it were not there.
    private List<String> interpreter() {
        List<String> words = new ArrayList<>();
        if (!settings.value("interpreter").isNull()) {
            Values.elements(settings.value("interpreter")).stream()
                    .filter(each -> !each.isNull())
                    .map(Values::text)
                    .forEach(words::add);
        }
        if (words.isEmpty()) {
            boolean windows = System.getProperty("os.name", "").startsWith("Windows");
            words.addAll(windows ? List.of("cmd", "/C") : List.of("/bin/sh", "-c"));
        }
        return words;
    }

    private static String quoted(List<String> words) {
        return words.stream().map(GoQuote::quoted).collect(Collectors.joining(" ", "[", "]"));
    }

    private Process start(String command, List<String> line)
            throws IOException, ProvisionException {
        Path folder = ground.folder().resolve(settings.text("working_dir", "")).toAbsolutePath();
        if (!Files.isDirectory(folder)) {
            throw failure(command, "chdir " + folder + ": no such directory");
        }
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
        if (!settings.value("environment").isNull()) {
            Values.entries(settings.value("environment"))
                    .forEach((name, each) ->
                            builder.environment()
                                    .put(name, each.isNull() ? "" : Values.text(each)));
        }
        return builder.start();
    }

    private void await(String command, Process process)
            throws IOException, InterruptedException, ProvisionException {
        process.getOutputStream().close();
        ground.onCancel().accept(() -> end(process));
        OutputLines.tell(
                process.getInputStream(),
                text -> {
                    ground.told().accept(text);
                    tail.append(text).append('\n');
                    tail.delete(0, Math.max(0, tail.length() - TAIL_MAX));
                });
        int code = process.waitFor();
        if (code != 0) {
            throw failure(command, "exit status " + code);
        }
    }

    private ProvisionException failure(String command, String reason) {
        return new ProvisionException(
                secret
                        ? "Error running command: " + reason + ". Its output is sensitive."
                        : "Error running command '"
                                + command
                                + "': "
                                + reason
                                + ". Output: "
                                + tail.toString().stripTrailing());
    }

    /// The command and all that it has started, however deep.
    private static void end(Process process) {
        List<ProcessHandle> tree =
                Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
        tree.forEach(ProcessHandle::destroy);
        Thread.ofVirtual()
                .name("local-exec-end")
                .start(() -> {
                    long end = System.nanoTime() + GRACE.toNanos();
                    for (ProcessHandle each : tree) {
                        awaitEnd(each, end - System.nanoTime());
                        kill(each);
                    }
                });
    }

    /// A program, before those that it has started, for it may start others when they end.
    private static void kill(ProcessHandle process) {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    private static void awaitEnd(ProcessHandle process, long mostNanos) {
        try {
            process.onExit().get(Math.max(1, mostNanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // It did not end by itself, and is killed next.
        }
    }
}
