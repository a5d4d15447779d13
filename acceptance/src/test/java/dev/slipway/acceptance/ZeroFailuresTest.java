package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No request fails while a healthy service is rolled, scaled down and up, `POST` included. The
/// number of rollouts is the system property `slipway.rollouts`; benchmarks/README.md has the long
/// run.
final class ZeroFailuresTest {
    private static final int ROLLOUTS = Integer.getInteger("slipway.rollouts", 5);

    @TempDir Path home;

    @Test
    void rollingUpdatesLoseNoRequest() throws Exception {
        try (Slipway slipway = new Slipway(home).started()) {
            Inventory.deploy(slipway);
            int edgePort = slipway.server().path("edgePort").asInt();
            try (SteadyLoad load = new SteadyLoad(edgePort, Inventory.HOST)) {
                // As fast as the Deployment's own limits allow, which is hardest for the edge.
                guard(slipway, "off");
                for (int number = 1; number <= ROLLOUTS; number++) {
                    roll(slipway, number, 60);
                    assertThat(load.failures()).as("rollout " + number).isEmpty();
                }
                guard(slipway, "normal");
                roll(slipway, ROLLOUTS + 1, 300);
                assertThat(load.failures()).as("rollout under guard").isEmpty();
                scale(slipway, 3);
                scale(slipway, 1);
                assertThat(load.failures()).as("scaling").isEmpty();
                assertThat(load.sent()).isGreaterThan(100L * ROLLOUTS);
            }
        }
    }

    private static void guard(Slipway slipway, String strictness) throws Exception {
        Path manifest = slipway.home().resolve("inventory.yaml");
        String text = java.nio.file.Files.readString(manifest);
        java.nio.file.Files.writeString(
                manifest,
                text.replaceFirst(
                        "  name: inventory\n(  annotations: .*\n)?",
                        "  name: inventory\n  annotations: {slipway.dev/guard: \""
                                + strictness
                                + "\"}\n"));
        slipway.run("apply", manifest.toString()).succeeded();
    }

    private static void roll(Slipway slipway, int number, int timeoutSeconds) throws Exception {
        Path manifest = slipway.home().resolve("inventory.yaml");
        String text = java.nio.file.Files.readString(manifest);
        String next =
                text.replaceFirst(
                        "      labels: \\{app: inventory\\}(\n      annotations: .*)?",
                        "      labels: {app: inventory}\n      annotations: {number: \""
                                + number
                                + "\"}");
        java.nio.file.Files.writeString(manifest, next);
        slipway.run("apply", manifest.toString()).succeeded();
        slipway.run("rollout", "status", "deploy/inventory", "--timeout=" + timeoutSeconds)
                .succeeded();
    }

    private static void scale(Slipway slipway, int replicas) throws Exception {
        Path manifest = slipway.home().resolve("inventory.yaml");
        String text = java.nio.file.Files.readString(manifest);
        java.nio.file.Files.writeString(
                manifest, text.replaceFirst("replicas: \\d+", "replicas: " + replicas));
        slipway.run("apply", manifest.toString()).succeeded();
        slipway.run("rollout", "status", "deploy/inventory", "--timeout=60").succeeded();
    }
}
