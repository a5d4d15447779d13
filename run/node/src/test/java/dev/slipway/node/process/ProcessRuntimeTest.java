package dev.slipway.node.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.node.Await;
import dev.slipway.node.ContainerException;
import dev.slipway.node.ContainerId;
import dev.slipway.node.ContainerLimits;
import dev.slipway.node.ContainerSpec;
import dev.slipway.node.ContainerState;
import dev.slipway.node.ExecOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessRuntimeTest {
    @TempDir Path folder;
    private RuntimeFixture fixture;

    @BeforeEach
    void open() {
        fixture = new RuntimeFixture(folder, false);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void capturesOutputAndExitCode() throws IOException {
        Set<ContainerId> ended = ConcurrentHashMap.newKeySet();
        fixture.runtime.onExit(ended::add);

        fixture.runtime.start(fixture.spec("main", "sh", "-c", "echo out; echo err >&2; exit 3"));

        ContainerId id = fixture.id("main", 0);
        ContainerState.Exited exited = fixture.awaitExit(id);
        assertThat(exited.exitCode()).isEqualTo(3);
        assertThat(exited.reason()).isEqualTo("Error");
        assertThat(exited.finishedAt()).isAfterOrEqualTo(exited.startedAt());
        assertThat(fixture.output(id)).isEqualTo("out\nerr\n");
        Await.until("the listener hears of the end", () -> ended.contains(id));
    }

    @Test
    void passesEnvironmentWithAnyNamesAndValues() throws IOException {
        Map<String, String> environment =
                Map.of("GREETING", "hallo\n'\"$x", "spring.port", "80 80", "slipway_dir", "mine");

        fixture.runtime.start(fixture.spec("main", "host/tools:v1", environment, "env", "-0"));

        fixture.awaitExit(fixture.id("main", 0));
        assertThat(fixture.output(fixture.id("main", 0)).split("\0", -1))
                .contains("GREETING=hallo\n'\"$x", "spring.port=80 80", "slipway_dir=mine")
                .contains("HOSTNAME=web")
                .noneMatch(line -> line.startsWith("MAVEN"));
    }

    @Test
    void leavesSignalsAtTheirDefaults() throws IOException {
        fixture.runtime.start(fixture.spec("main", "grep", "-E", "SigIgn", "/proc/self/status"));

        fixture.awaitExit(fixture.id("main", 0));
        String ignored =
                fixture.output(fixture.id("main", 0)).substring("SigIgn:".length()).strip();
        long ordinarySignals = Long.parseLong(ignored, 16) & 0x7fff_ffffL;
        assertThat(ordinarySignals).isZero();
    }

    @Test
    void terminatesTheWholeGroup() {
        fixture.runtime.start(
                fixture.spec(
                        "main", "sh", "-c", "sleep 600 & trap 'exit 7' TERM; echo ready; wait"));
        ContainerId id = fixture.id("main", 0);
        fixture.awaitOutput(id, "ready\n");

        fixture.runtime.terminate(id);

        assertThat(fixture.awaitExit(id).exitCode()).isEqualTo(7);
        assertThat(marked(id)).isEmpty();
    }

    @Test
    void killsWhatHasLeftTheSession() {
        fixture.runtime.start(
                fixture.spec(
                        "main",
                        "sh",
                        "-c",
                        "setsid sleep 600 & setsid sh -c 'trap : TERM; sleep 601' & wait"));
        ContainerId id = fixture.id("main", 0);
        Await.until("both children run", () -> marked(id).size() >= 3);

        fixture.runtime.kill(id);

        assertThat(marked(id)).isEmpty();
        assertThat(fixture.awaitExit(id).exitCode()).isEqualTo(137);
    }

    @Test
    void endsWhatTheMainProcessLeavesBehind() {
        fixture.runtime.start(
                fixture.spec("main", "sh", "-c", "setsid sleep 600 & sleep 600 & exit 0"));
        ContainerId id = fixture.id("main", 0);

        assertThat(fixture.awaitExit(id).reason()).isEqualTo("Completed");

        assertThat(marked(id)).isEmpty();
    }

    @Test
    void findsItsContainersAgain() throws IOException {
        fixture.runtime.start(
                fixture.spec(
                        "main",
                        "sh",
                        "-c",
                        "echo begun; until [ -e go ]; do sleep 0.02; done; exit 5"));
        fixture.runtime.start(fixture.spec("brief", "sh", "-c", "exit 4"));
        ContainerState before = fixture.runtime.inspect(fixture.id("main", 0));

        fixture.restart(false);

        assertThat(fixture.runtime.list("uid-1"))
                .extracting(found -> found.id().name())
                .containsExactly("brief", "main");
        assertThat(fixture.runtime.inspect(fixture.id("main", 0))).isEqualTo(before);
        assertThat(fixture.awaitExit(fixture.id("brief", 0)).exitCode()).isEqualTo(4);
        Files.createFile(folder.resolve("pods/default_web_uid-1/containers/main/0/root/go"));
        assertThat(fixture.awaitExit(fixture.id("main", 0)).exitCode()).isEqualTo(5);
        assertThat(fixture.output(fixture.id("main", 0))).isEqualTo("begun\n");
    }

    @Test
    void noticesTheEndOfAContainerWhoseSupervisorWasKilled() {
        fixture.runtime.start(fixture.spec("main", "sleep", "600"));
        ContainerId id = fixture.id("main", 0);
        ContainerFolder container =
                ContainerFolder.of(id, folder.resolve("pods/default_web_uid-1"));
        Signals signals = new Signals();
        signals.send(requireNonNull(container.supervisor()).pid(), Signals.KILL);
        assertThat(fixture.runtime.inspect(id)).isInstanceOf(ContainerState.Running.class);

        signals.send(requireNonNull(container.main()).pid(), Signals.KILL);

        assertThat(fixture.awaitExit(id).reason()).isEqualTo("ContainerStatusUnknown");
    }

    @Test
    void runsCommandsBesideTheContainer() {
        fixture.runtime.start(
                fixture.spec("main", "host/tools:v1", Map.of("A", "1"), "sleep", "600"));
        ContainerId id = fixture.id("main", 0);

        ExecOutcome good =
                fixture.runtime.exec(
                        id, List.of("sh", "-c", "echo $A; exit 2"), Duration.ofSeconds(10));
        ExecOutcome slow =
                fixture.runtime.exec(
                        id, List.of("sh", "-c", "sleep 600 & sleep 600"), Duration.ofMillis(100));

        assertThat(good).isEqualTo(new ExecOutcome(2, "1\n", false));
        assertThat(slow.timedOut()).isTrue();
        assertThatThrownBy(
                        () -> fixture.runtime.exec(id, List.of("nothere"), Duration.ofSeconds(1)))
                .hasMessageContaining("`nothere` was not found on PATH");
    }

    @Test
    void saysWhatIsWrongWithACommand() throws IOException {
        Path script = Files.writeString(folder.resolve("script"), "exit");
        assertThatThrownBy(() -> fixture.runtime.start(fixture.spec("main", "nothere")))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("`nothere` was not found on PATH");
        assertThatThrownBy(() -> fixture.runtime.start(fixture.spec("main", script.toString())))
                .hasMessageContaining("is not executable");
        assertThatThrownBy(() -> fixture.runtime.start(fixture.spec("main", "./bin/x")))
                .hasMessageContaining("`./bin/x` was not found at");
        assertThatThrownBy(() -> fixture.runtime.start(fixture.spec("main")))
                .hasMessageContaining("has no `command`");
        assertThat(fixture.runtime.list()).isEmpty();
    }

    @Test
    void linksVolumesBelowTheRoot() throws IOException {
        Path volume = Files.createDirectories(folder.resolve("volume"));
        Files.writeString(volume.resolve("key"), "value");
        ContainerSpec plain =
                fixture.spec("main", "sh", "-c", "cat $SLIPWAY_POD_ROOT/etc/x/key etc/x/key");
        fixture.runtime.start(
                new ContainerSpec(
                        plain.id(),
                        plain.pod(),
                        plain.podFolder(),
                        plain.image(),
                        plain.command(),
                        List.of(),
                        null,
                        Map.of(),
                        List.of(new ContainerSpec.Mount(volume, "/etc/x", true)),
                        ContainerLimits.NONE));

        fixture.awaitExit(plain.id());
        assertThat(fixture.output(plain.id())).isEqualTo("valuevalue");
        fixture.runtime.remove(plain.id());
        assertThat(volume.resolve("key")).exists();
    }

    @Test
    void reportsAContainerThatTookTooMuchMemory() {
        fixture.close();
        fixture = new RuntimeFixture(folder.resolve("limited"), true);
        Assumptions.assumeTrue(
                fixture.runtime.limitsNotEnforced().isEmpty(),
                () -> "needs control groups: " + fixture.runtime.limitsNotEnforced());
        ContainerSpec plain = fixture.spec("main", "sh", "-c", "x=x; while :; do x=$x$x; done");
        fixture.runtime.start(
                new ContainerSpec(
                        plain.id(),
                        plain.pod(),
                        plain.podFolder(),
                        plain.image(),
                        plain.command(),
                        List.of(),
                        null,
                        Map.of(),
                        List.of(),
                        new ContainerLimits(32L << 20, 500L, 100L)));

        ContainerState.Exited exited = fixture.awaitExit(plain.id());

        assertThat(exited.reason()).isEqualTo("OOMKilled");
        assertThat(exited.exitCode()).isEqualTo(137);
    }

    @Test
    void countsWhatAContainerUses() {
        fixture.runtime.start(fixture.spec("main", "sh", "-c", "while :; do :; done"));
        ContainerId id = fixture.id("main", 0);

        Await.until(
                "processor time is counted",
                () -> fixture.runtime.usage(id).cpuTime().toMillis() >= 50);

        assertThat(fixture.runtime.usage(id).memoryBytes()).isGreaterThan(100_000);
        assertThat(fixture.runtime.usage(id).processes()).isEqualTo(1);
    }

    private static List<Long> marked(ContainerId id) {
        ProcessTable table = new ProcessTable();
        return table.all().stream()
                .map(ProcessTable.Entry::pid)
                .filter(pid -> table.startedWith(pid, "SLIPWAY_CONTAINER=" + id))
                .toList();
    }
}
