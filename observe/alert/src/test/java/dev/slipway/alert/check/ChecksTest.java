package dev.slipway.alert.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.alert.ReceivedAlert;
import dev.slipway.alert.check.Check.CheckSpec;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ChecksTest {
    private final SimulatedTime time = new SimulatedTime();
    private final Deque<PluginRun> results = new ArrayDeque<>();
    private final List<String> runs = new ArrayList<>();
    private final List<ReceivedAlert> alerts = new ArrayList<>();
    private final MemorySeries store = new MemorySeries();
    private final Checks checks =
            new Checks(
                    spec -> {
                        runs.add(
                                Duration.between(SimulatedTime.START, time.now()).toSeconds()
                                        + "s");
                        PluginRun next = results.poll();
                        return next == null ? result(0, "OK") : next;
                    },
                    store,
                    received -> {
                        alerts.addAll(received);
                        return List.of();
                    },
                    time,
                    Runnable::run);

    private static PluginRun result(int code, String output) {
        return new PluginRun(CheckState.ofExitCode(code), output, Duration.ofMillis(250));
    }

    private static Check check(Map<String, String> labels) {
        return new Check(
                ObjectMeta.named("shop", "disk-root"),
                new CheckSpec(
                        List.of("check_disk"),
                        Map.of(),
                        100,
                        10,
                        5,
                        2,
                        null,
                        null,
                        labels,
                        Map.of("runbook", "r")),
                null);
    }

    @Test
    void runsAtItsIntervalsAndTellsOnHardStatesOnly() {
        results.add(result(0, "OK"));
        results.add(result(2, "DISK CRITICAL | /=99%;80;90"));
        results.add(result(2, "DISK CRITICAL | /=99%;80;90"));
        results.add(result(0, "OK"));
        checks.set(check(Map.of("team", "db")));
        checks.start();
        time.advance(Duration.ofSeconds(400));
        long first = Long.parseLong(runs.getFirst().replace("s", ""));
        assertThat(runs)
                .startsWith(first + "s", first + 100 + "s", first + 110 + "s", first + 210 + "s");
        assertThat(alerts).hasSize(2);
        assertThat(alerts.getFirst().labels().toString())
                .isEqualTo(
                        "{alertname=\"CheckFailed\", check=\"disk-root\", namespace=\"shop\","
                                + " severity=\"critical\", team=\"db\"}");
        assertThat(alerts.getFirst().annotations().value("summary")).isEqualTo("DISK CRITICAL");
        assertThat(alerts.getFirst().endsAt()).isAfter(time.now());
        assertThat(alerts.get(1).endsAt())
                .isBetween(
                        SimulatedTime.START.plusSeconds(first + 210),
                        SimulatedTime.START.plusSeconds(first + 211));
    }

    @Test
    void writesFiguresAndThresholds() {
        results.add(result(1, "WARN | /=85%;80;90;0;100 'resp time'=20ms;@5:10;~:1000"));
        checks.set(check(Map.of()));
        checks.start();
        time.advance(Duration.ofSeconds(99));
        assertThat(written())
                .contains(
                        "nagios_check_state{check=\"disk-root\", namespace=\"shop\"} 1.0",
                        "nagios_check_execution_seconds{check=\"disk-root\", namespace=\"shop\"} 0.25",
                        "nagios_disk_root_root{check=\"disk-root\", label=\"/\", namespace=\"shop\", unit=\"percent\"} 85.0",
                        "nagios_disk_root_root_critical{bound=\"upper\", check=\"disk-root\", label=\"/\", namespace=\"shop\", unit=\"percent\"} 90.0",
                        "nagios_disk_root_root_minimum{check=\"disk-root\", label=\"/\", namespace=\"shop\", unit=\"percent\"} 0.0",
                        "nagios_disk_root_root_maximum{check=\"disk-root\", label=\"/\", namespace=\"shop\", unit=\"percent\"} 100.0",
                        "nagios_disk_root_resp_time_warning{bound=\"lower\", check=\"disk-root\", label=\"resp time\", namespace=\"shop\", unit=\"seconds\", worries=\"inside\"} 0.005",
                        "nagios_disk_root_resp_time{check=\"disk-root\", label=\"resp time\", namespace=\"shop\", unit=\"seconds\"} 0.02",
                        "nagios_disk_root_resp_time_critical{bound=\"upper\", check=\"disk-root\", label=\"resp time\", namespace=\"shop\", unit=\"seconds\"} 1.0");
    }

    @Test
    void theAlertEndsWithTheCheck() {
        Check check = check(Map.of());
        results.add(result(2, "BAD"));
        results.add(result(2, "BAD"));
        checks.set(check);
        checks.start();
        time.advance(Duration.ofMinutes(2));
        checks.remove(check.key());
        assertThat(alerts.getLast().endsAt()).isEqualTo(time.now());
        int before = runs.size();
        time.advance(Duration.ofSeconds(1000));
        assertThat(runs).hasSize(before);
    }

    @Test
    void takesResultsFromElsewhere() {
        Check check = check(Map.of());
        checks.set(check);
        checks.start();
        assertThat(checks.submit(check.key(), result(2, "from afar"))).isTrue();
        assertThat(checks.outcomes().getFirst().output().summary()).isEqualTo("from afar");
        assertThat(checks.outcomes().getFirst().progress().hard()).isFalse();
    }

    @Test
    void readsTheResource() {
        Check check =
                Json.read(
                        """
                        {"apiVersion": "slipway.dev/v1alpha1", "kind": "Check",
                         "metadata": {"name": "ping", "namespace": "shop"},
                         "spec": {"command": ["check_ping", "-H", "db"], "timeoutSeconds": 7}}
                        """
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        Check.class);
        assertThat(check.spec().timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(check.spec().checkInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(check.spec().attemptsMax()).isEqualTo(3);
    }

    private List<String> written() {
        List<String> lines = new ArrayList<>();
        SampleColumns columns = new SampleColumns();
        Selection all = new Selection(List.of(), Long.MIN_VALUE, Long.MAX_VALUE);
        try (SeriesCursor cursor = store.select(all)) {
            while (cursor.next()) {
                columns.clear();
                cursor.read(columns);
                for (int i = 0; i < columns.size(); i++) {
                    lines.add(cursor.labels() + " " + columns.value(i));
                }
            }
        }
        return lines;
    }
}
