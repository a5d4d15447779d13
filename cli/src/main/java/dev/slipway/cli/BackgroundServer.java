package dev.slipway.cli;

import dev.slipway.server.DataFolder;
import dev.slipway.server.RunningServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Starts a server as a process of its own, and stops servers.
final class BackgroundServer {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;

    private BackgroundServer() {}

    /// Starts a server and waits until it is ready. With `companion` true it ends, with its pods,
    /// when this process does.
    static RunningServer start(ServerOptions options, boolean companion)
            throws InterruptedException {
        DataFolder folder = options.data().folder();
        Path log = folder.serverLog();
        Process process;
        try {
            Files.createDirectories(log.getParent());
            process =
                    new ProcessBuilder(command(options, companion))
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            throw new CommandException("Cannot start a server: " + e.getMessage());
        }
        return awaitReady(folder, process, log);
    }

    /// Ends a server; its pods too if `pods`. Returns once it is gone.
    static void stop(DataFolder folder, RunningServer server, boolean pods) {
        if (pods) {
            folder.requestPodsStop();
        }
        ProcessHandle process = ProcessHandle.of(server.processId()).orElse(null);
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            process.onExit().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            process.destroyForcibly();
            throw new CommandException(
                    "The server (process "
                            + server.processId()
                            + ") did not stop within "
                            + STOP_TIMEOUT.toSeconds()
                            + " s and was killed.");
        } catch (java.util.concurrent.ExecutionException e) {
            throw new CommandException("Cannot wait for the server: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RunningServer awaitReady(DataFolder folder, Process process, Path log)
            throws InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<RunningServer> running = folder.runningServer();
            if (running.isPresent() && running.get().processId() == process.pid()) {
                return running.get();
            }
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new CommandException(lastLines(log));
            }
        }
        process.destroy();
        throw new CommandException(
                "The server was not ready after " + START_TIMEOUT.toSeconds() + " s; see " + log);
    }

    private static String lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            for (int index = lines.size() - 1; index >= 0; index--) {
                if (lines.get(index).startsWith("slipway: ")) {
                    return lines.get(index).substring("slipway: ".length());
                }
            }
        } catch (IOException e) {
            return "The server ended at once, and its log cannot be read: " + e.getMessage();
        }
        return "The server ended at once; see " + log;
    }

    /// This very JVM's binary, flags and class path; in a session of its own, so that a Ctrl-C at
    /// the terminal reaches only the command that waits.
    private static List<String> command(ServerOptions options, boolean companion) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        command.add("server");
        command.addAll(options.arguments());
        if (companion) {
            command.add("--stop-with=" + ProcessHandle.current().pid());
        }
        return command;
    }
}
