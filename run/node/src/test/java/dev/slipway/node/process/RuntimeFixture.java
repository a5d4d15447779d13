package dev.slipway.node.process;

import dev.slipway.controller.SystemTime;
import dev.slipway.model.ObjectKey;
import dev.slipway.node.Await;
import dev.slipway.node.ContainerId;
import dev.slipway.node.ContainerLimits;
import dev.slipway.node.ContainerSpec;
import dev.slipway.node.ContainerState;
import dev.slipway.node.LogSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A runtime in a folder of its own, which leaves no process behind when closed.
final class RuntimeFixture implements AutoCloseable {
    final Path folder;
    final Images images;
    final SystemTime time = new SystemTime();
    ProcessRuntime runtime;

    RuntimeFixture(Path folder, boolean limits) {
        this.folder = folder;
        this.images = new Images(folder.resolve("images"));
        this.runtime = open(limits);
    }

    private ProcessRuntime open(boolean limits) {
        ProcessRuntime opened =
                new ProcessRuntime(
                        new ProcessRuntimeConfig(
                                folder.resolve("pods"), Duration.ofMillis(20), limits),
                        images,
                        time);
        opened.start();
        return opened;
    }

    /// As a new server would find things.
    void restart(boolean limits) {
        runtime.close();
        runtime = open(limits);
    }

    ContainerId id(String name, int attempt) {
        return new ContainerId("uid-1", name, attempt);
    }

    ContainerSpec spec(String name, String... command) {
        return spec(name, "host/tools:v1", Map.of(), command);
    }

    ContainerSpec spec(
            String name, String image, Map<String, String> environment, String... command) {
        return new ContainerSpec(
                id(name, 0),
                new ObjectKey("default", "web"),
                folder.resolve("pods/default_web_uid-1"),
                runtime.pull(image),
                List.of(command),
                List.of(),
                null,
                environment,
                List.of(),
                ContainerLimits.NONE);
    }

    ContainerState.Exited awaitExit(ContainerId id) {
        Await.until(
                () -> id + " has ended: " + runtime.inspect(id),
                () -> runtime.inspect(id) instanceof ContainerState.Exited);
        return (ContainerState.Exited) runtime.inspect(id);
    }

    void awaitOutput(ContainerId id, String expected) {
        Await.until(() -> "output of " + id + " is " + expected, () -> output(id).equals(expected));
    }

    String output(ContainerId id) {
        byte[] buffer = new byte[1 << 16];
        try (LogSource log = runtime.log(id)) {
            int length = log.read(0, buffer);
            return new String(buffer, 0, length, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        runtime.list().forEach(found -> runtime.remove(found.id()));
        runtime.close();
        time.close();
    }
}
