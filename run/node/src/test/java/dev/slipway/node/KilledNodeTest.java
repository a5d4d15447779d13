package dev.slipway.node;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.PodStatus.ContainerStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node in a process of its own is killed without warning; the next one takes over.
final class KilledNodeTest {
    @TempDir Path folder;

    /// Runs a node until it is killed. A container ends once for each file END, so that its next
    /// start goes on running while the test reads the log of the one before.
    static final class NodeProcess {
        private NodeProcess() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            NodeFixture fixture = NodeFixture.durable(folder);
            for (String name : new String[] {"long", "ends"}) {
                fixture.pod(
                        """
                        metadata: {name: %s}
                        spec:
                          containers:
                          - name: main
                            image: host/sh
                            command: [sh, -c, "echo begun; until [ -e $END ]; do sleep 0.02; done; rm $END; echo over; exit 9"]
                            env: [{name: END, value: %s}]
                            ports: [{containerPort: 8080}]
                        """
                                .formatted(name, folder.resolve("end-" + name)));
                fixture.awaitReady(name);
            }
            Files.createFile(folder.resolve("ready"));
            Thread.currentThread().join();
        }
    }

    @Test
    void leavesItsPodsRunningForTheNextOne() throws Exception {
        Process killed =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/java",
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                NodeProcess.class.getName(),
                                folder.toString())
                        .inheritIO()
                        .start();
        Await.until(
                "the node runs its pods (alive: " + killed.isAlive() + ")",
                () -> Files.exists(folder.resolve("ready")));
        killed.destroyForcibly().waitFor();
        Files.createFile(folder.resolve("end-ends"));

        try (NodeFixture fixture = NodeFixture.durable(folder)) {
            Pod kept = fixture.find("long");
            ContainerStatus status =
                    fixture.awaitContainer("ends", found -> found.restartCount() >= 1);
            assertThat(requireNonNull(status.lastState().terminated()).exitCode()).isEqualTo(9);
            // The status counts a start a moment before the runtime lists it.
            Await.until(
                    "the new start is listed",
                    () ->
                            fixture.runtime.list(fixture.find("ends").metadata().storedUid()).size()
                                    > 1);
            assertThat(fixture.log("ends", true)).isEqualTo("begun\nover\n");

            assertThat(fixture.find("long").status()).isEqualTo(kept.status());
            assertThat(kept.status().isReady()).isTrue();
            assertThat(fixture.runtime.list(kept.metadata().storedUid()))
                    .singleElement()
                    .satisfies(found ->
                            assertThat(found.state()).isInstanceOf(ContainerState.Running.class));
            assertThat(PodPorts.of(fixture.find("long")).hostPorts().values())
                    .doesNotContainAnyElementsOf(
                            PodPorts.of(fixture.find("ends")).hostPorts().values());
            fixture.delete("long");
            fixture.awaitGone("long");
        }
    }
}
