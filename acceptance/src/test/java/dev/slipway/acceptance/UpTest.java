package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a folder to a running backend.
final class UpTest {
    @TempDir Path home;

    @Test
    void runsAProjectThatHasNoManifests() throws Exception {
        Path project = Files.createDirectory(home.resolve("my-shop"));
        Files.copy(
                Slipway.root().resolve("examples/shop/inventory/target/inventory.jar"),
                project.resolve("inventory.jar"));
        Files.writeString(project.resolve("Procfile"), "web: java -jar inventory.jar\n");
        try (Slipway slipway = new Slipway(Files.createDirectory(home.resolve("data")))) {
            String output =
                    slipway.run(
                                    "up",
                                    "--detach",
                                    "--api-port=0",
                                    "--console-port=0",
                                    "--edge-port=0",
                                    "--edge-tls-port=0",
                                    project.toString())
                            .succeeded()
                            .output();

            assertThat(output)
                    .contains("kind: Deployment")
                    .contains("deployment/my-shop: ready, 1/1 available")
                    .contains("http://my-shop.default.localhost:");
            assertThat(slipway.run("get", "pods").succeeded().output()).contains("1/1", "Running");
            assertThat(slipway.run("logs", "deploy/my-shop").succeeded().output())
                    .contains("listens on port");
            assertThat(slipway.run("describe", "deploy/my-shop").succeeded().output())
                    .contains("Events:")
                    .contains("ScalingReplicaSet");
            long process = processOf(slipway);

            slipway.run("delete", "deploy/my-shop", "service/my-shop").succeeded();
            Slipway.await(
                    () -> ProcessHandle.of(process).isEmpty(), "the pod's process is still there");
        }
    }

    /// As the pod's supervisor records it.
    private static long processOf(Slipway slipway) throws Exception {
        try (Stream<Path> files = Files.walk(slipway.home().resolve("pods"))) {
            Path record =
                    files.filter(file -> file.getFileName().toString().equals("pid"))
                            .findFirst()
                            .orElseThrow();
            return Long.parseLong(Files.readString(record).strip().split(" ", 2)[0]);
        }
    }
}
