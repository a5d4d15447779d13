package dev.slipway.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server that works in the cluster of a kubeconfig.
final class RemoteSlipway implements AutoCloseable {
    private final Slipway slipway;
    private final Process process;

    private RemoteSlipway(Slipway slipway, Process process) {
        this.slipway = slipway;
        this.process = process;
    }

    /// Returns once it says that it is ready; `name` is that of its folder.
    static RemoteSlipway start(Path folder, String name, Path kubeconfig, String... more)
            throws IOException, InterruptedException {
        Slipway slipway = new Slipway(Files.createDirectories(folder.resolve(name)));
        List<String> arguments = new ArrayList<>();
        arguments.add("--kubeconfig=" + kubeconfig);
        arguments.add("--health-port=0");
        arguments.addAll(List.of(more));
        Process process = slipway.start("server", arguments.toArray(String[]::new));
        RemoteSlipway started = new RemoteSlipway(slipway, process);
        Slipway.await(
                () -> {
                    assertAlive(process, slipway);
                    return slipway.log().contains("Slipway is ready.");
                },
                () -> "the server is not ready: " + slipway.log());
        return started;
    }

    private static void assertAlive(Process process, Slipway slipway) throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("the server ended: " + slipway.log());
        }
    }

    boolean leads() throws IOException {
        return slipway.log().contains("Releases are carried out");
    }

    String log() throws IOException {
        return slipway.log();
    }

    /// As `kill -9`: the lease is not given back.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
