package dev.slipway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.console.Views.Health;
import dev.slipway.console.Views.PodRow;
import dev.slipway.model.kinds.Pod;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class PodStatesTest {
    @Test
    void saysWhyAContainerWaits() {
        PodRow row =
                row(
                        """
                        phase: Pending
                        containerStatuses:
                        - name: shop
                          restartCount: 4
                          state: {waiting: {reason: CrashLoopBackOff, message: "back-off 40s"}}
                          lastState: {terminated: {exitCode: 3}}
                        """,
                        "");
        assertThat(row.state()).isEqualTo("CrashLoopBackOff");
        assertThat(row.why()).isEqualTo("back-off 40s");
        assertThat(row.health()).isEqualTo(Health.bad);
        assertThat(row.restarts()).isEqualTo(4);
        assertThat(row.ready()).isEqualTo("0/1");
    }

    @Test
    void findsNothingBadInStarting() {
        PodRow row =
                row(
                        """
                        phase: Pending
                        containerStatuses:
                        - {name: shop, state: {waiting: {reason: ContainerCreating}}}
                        """,
                        "");
        assertThat(row.health()).isEqualTo(Health.busy);
    }

    @Test
    void prefersTheWarningToWhatTheConditionSays() {
        String status =
                """
                phase: Running
                conditions:
                - {type: Ready, status: "False", message: "containers with unready status: [shop]"}
                """;
        assertThat(row(status, "").why()).isEqualTo("containers with unready status: [shop]");
        assertThat(row(status, "Readiness probe failed: HTTP 503").why())
                .isEqualTo("Readiness probe failed: HTTP 503");
        assertThat(row(status, "").health()).isEqualTo(Health.busy);
    }

    @Test
    void remembersHowAReadyPodEndedLast() {
        PodRow row =
                row(
                        """
                        phase: Running
                        conditions: [{type: Ready, status: "True"}]
                        containerStatuses:
                        - name: shop
                          ready: true
                          restartCount: 1
                          state: {running: {}}
                          lastState: {terminated: {exitCode: 137, signal: 9, reason: Error}}
                        """,
                        "");
        assertThat(row.health()).isEqualTo(Health.good);
        assertThat(row.ready()).isEqualTo("1/1");
        assertThat(row.why()).isEqualTo("shop restarted after signal 9");
    }

    @Test
    void tellsFailedFromCompleted() {
        PodRow failed =
                row(
                        """
                        phase: Failed
                        containerStatuses:
                        - {name: job, state: {terminated: {exitCode: 2, reason: Error}}}
                        """,
                        "");
        assertThat(failed.health()).isEqualTo(Health.bad);
        assertThat(failed.why()).isEqualTo("job ended with exit code 2");
        assertThat(row("phase: Succeeded", "").state()).isEqualTo("Completed");
    }

    @Test
    void showsAPodWithoutAnyStatusAsPending() {
        PodRow row = row("{}", "");
        assertThat(row.state()).isEqualTo("Pending");
        assertThat(row.health()).isEqualTo(Health.busy);
        assertThat(row.created()).isNull();
    }

    private static PodRow row(String status, String warning) {
        Pod pod =
                ConsoleWorld.read(
                        Pod.class,
                        "metadata: {name: shop-1, namespace: default}\nstatus:\n"
                                + status.indent(2));
        return PodStates.row(pod, warning, ZoneOffset.UTC);
    }
}
