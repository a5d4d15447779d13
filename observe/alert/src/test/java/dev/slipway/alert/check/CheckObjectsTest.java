package dev.slipway.alert.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.alert.ReceivedAlert;
import dev.slipway.alert.check.Check.CheckSpec;
import dev.slipway.alert.check.Check.CheckStatus;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informers;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.testing.MemoryCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.series.MemorySeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class CheckObjectsTest {
    private final SimulatedTime time = new SimulatedTime();
    private final MemoryCluster cluster = new MemoryCluster(time);
    private final Resources<Check> resources = cluster.resources(Check.KIND);
    private final List<ReceivedAlert> alerts = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();
    private CheckState result = CheckState.OK;

    /// A server: what it knows of a check is in the objects only.
    private final class Server implements AutoCloseable {
        private final Informers informers = new Informers(cluster, time);
        private final CheckObjects objects =
                new CheckObjects(
                        cluster,
                        informers,
                        new Checks(
                                spec -> {
                                    commands.add(spec.command().getFirst());
                                    return new PluginRun(
                                            result, result + " it is", Duration.ofMillis(1));
                                },
                                new MemorySeries(),
                                received -> {
                                    alerts.addAll(received);
                                    return List.of();
                                },
                                time,
                                Runnable::run));

        Server() {
            objects.start();
        }

        void pass(Duration duration) throws InterruptedException {
            long seconds = duration.toSeconds();
            for (long i = 0; i < seconds; i++) {
                while (informers.step()) {}
                time.advance(Duration.ofSeconds(1));
            }
            while (informers.step()) {}
        }

        @Override
        public void close() {
            objects.close();
            informers.close();
        }
    }

    private static Check check(String command) {
        CheckSpec spec =
                new CheckSpec(
                        List.of(command), Map.of(), 60, 10, 5, 3, null, null, Map.of(), Map.of());
        return new Check(ObjectMeta.named("shop", "disk"), spec, null);
    }

    private CheckStatus status() {
        return Objects.requireNonNull(
                resources.find(check("").key()).orElseThrow().status(), "status");
    }

    @Test
    void runsWhatIsThereAndShowsWhereItStands() throws InterruptedException {
        try (Server server = new Server()) {
            resources.create(check("check_disk"));
            server.pass(Duration.ofSeconds(62));
            assertThat(commands).contains("check_disk");
            assertThat(status().state()).isEqualTo("OK");
            assertThat(status().stateType()).isEqualTo("HARD");

            result = CheckState.CRITICAL;
            server.pass(Duration.ofSeconds(61));
            assertThat(status().state()).isEqualTo("CRITICAL");
            assertThat(status().summary()).isEqualTo("CRITICAL it is");
            server.pass(Duration.ofSeconds(30));
            assertThat(status().stateType()).isEqualTo("HARD");
            assertThat(status().alerting()).isEqualTo("CRITICAL");
        }
    }

    @Test
    void writesTheStatusOnlyWhenItChanges() throws InterruptedException {
        try (Server server = new Server()) {
            resources.create(check("check_disk"));
            server.pass(Duration.ofSeconds(62));
            long revision = cluster.revision();
            int runs = commands.size();
            server.pass(Duration.ofMinutes(10));
            assertThat(commands.size()).isGreaterThan(runs + 8);
            assertThat(cluster.revision()).isEqualTo(revision);
        }
    }

    @Test
    void aRestartIsNoNewAttempt() throws InterruptedException {
        result = CheckState.WARNING;
        resources.create(check("check_disk"));
        try (Server server = new Server()) {
            server.pass(Duration.ofMinutes(2));
        }
        assertThat(status().alerting()).isEqualTo("WARNING");
        alerts.clear();
        commands.clear();
        try (Server server = new Server()) {
            result = CheckState.OK;
            server.pass(Duration.ofSeconds(62));
            assertThat(commands).isNotEmpty();
            assertThat(alerts).hasSize(1);
            assertThat(alerts.getFirst().endsAt()).isBeforeOrEqualTo(time.now());
        }
    }

    @Test
    void theAlertEndsWithTheObject() throws InterruptedException {
        result = CheckState.CRITICAL;
        Check created = resources.create(check("check_disk"));
        try (Server server = new Server()) {
            server.pass(Duration.ofMinutes(2));
            resources.delete(created.key(), DeleteOptions.background());
            server.pass(Duration.ofSeconds(2));
            assertThat(alerts.getLast().endsAt()).isBeforeOrEqualTo(time.now());
            int runs = commands.size();
            server.pass(Duration.ofMinutes(5));
            assertThat(commands).hasSize(runs);
        }
    }

    @Test
    void aChangedCommandIsRunInsteadOfTheOldOne() throws InterruptedException {
        resources.create(check("old"));
        try (Server server = new Server()) {
            server.pass(Duration.ofSeconds(62));
            resources.patch(
                    check("").key(),
                    MergeChange.under("spec", Json.tree(Map.of("command", List.of("new")))));
            server.pass(Duration.ofMinutes(3));
            assertThat(commands).endsWith("new", "new");
        }
    }
}
