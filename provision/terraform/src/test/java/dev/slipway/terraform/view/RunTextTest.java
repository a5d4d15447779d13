package dev.slipway.terraform.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTextTest {
    private static final InstanceAddress ADDRESS =
            PlanTextTest.address("aws_vpc", "main", InstanceKey.of(0));
    private static final RunEvent.Id ID = new RunEvent.Id("id", "vpc-1");

    private final List<String> lines = new ArrayList<>();
    private final RunText text = new RunText(lines::add, false);

    @Test
    void tellsWhatHappensToAnObject() {
        text.on(new RunEvent.RefreshStarted(ADDRESS, ID));
        text.on(new RunEvent.RefreshDone(ADDRESS, ID));
        text.on(new RunEvent.ApplyStarted(ADDRESS, Action.DELETE, "ab12cd34", ID));
        text.on(new RunEvent.ApplyDone(ADDRESS, Action.DELETE, Duration.ofMillis(1400), ID));
        text.on(new RunEvent.ApplyStarted(ADDRESS, Action.CREATE, null, null));
        text.on(new RunEvent.ApplyProgress(ADDRESS, Action.CREATE, Duration.ofSeconds(10), null));
        text.on(new RunEvent.ApplyDone(ADDRESS, Action.CREATE, Duration.ofSeconds(62), ID));
        text.on(new RunEvent.ApplyProgress(ADDRESS, Action.UPDATE, Duration.ofSeconds(20), ID));
        assertThat(lines)
                .containsExactly(
                        "aws_vpc.main[0]: Refreshing state... [id=vpc-1]",
                        "aws_vpc.main[0] (deposed object ab12cd34): Destroying... [id=vpc-1]",
                        "aws_vpc.main[0]: Destruction complete after 1s",
                        "aws_vpc.main[0]: Creating...",
                        "aws_vpc.main[0]: Still creating... [10s elapsed]",
                        "aws_vpc.main[0]: Creation complete after 1m2s [id=vpc-1]",
                        "aws_vpc.main[0]: Still modifying... [id=vpc-1, 20s elapsed]");
    }

    @Test
    void tellsWhatProvisionersWrite() {
        text.on(new RunEvent.ProvisionStarted(ADDRESS, "local-exec"));
        text.on(new RunEvent.ProvisionOutput(ADDRESS, "local-exec", "hello \u001b[2J"));
        text.on(new RunEvent.ProvisionDone(ADDRESS, "local-exec"));
        assertThat(lines)
                .containsExactly(
                        "aws_vpc.main[0]: Provisioning with 'local-exec'...",
                        "aws_vpc.main[0] (local-exec): hello \\x1b[2J");
    }

    @Test
    void tellsOfEphemeralResources() {
        text.on(new RunEvent.EphemeralStarted(ADDRESS, RunEvent.EphemeralAction.OPEN));
        text.on(new RunEvent.EphemeralDone(ADDRESS, RunEvent.EphemeralAction.CLOSE, Duration.ZERO));
        assertThat(lines)
                .containsExactly(
                        "aws_vpc.main[0]: Opening...",
                        "aws_vpc.main[0]: Closing complete after 0s");
    }

    @Test
    void countsWhatWasDone() {
        text.on(new RunEvent.ApplyDone(ADDRESS, Action.CREATE, Duration.ZERO, ID));
        text.on(new RunEvent.ApplyDone(ADDRESS, Action.UPDATE, Duration.ZERO, ID));
        text.on(new RunEvent.ApplyDone(ADDRESS, Action.DELETE, Duration.ZERO, ID));
        text.on(new RunEvent.ApplyDone(ADDRESS, Action.READ, Duration.ZERO, ID));
        assertThat(text.summary(Plan.Mode.NORMAL, 0, true))
                .isEqualTo("Apply complete! Resources: 1 added, 1 changed, 1 destroyed.");
        text.on(new RunEvent.ApplyFailed(ADDRESS, Action.CREATE, Duration.ZERO));
        assertThat(text.summary(Plan.Mode.NORMAL, 2, false))
                .isEqualTo(
                        "Apply incomplete. Resources: 2 imported, 1 added, 1 changed, 1 destroyed."
                                + " Failed: 1.");
    }

    @Test
    void countsWhatWasDestroyed() {
        text.on(new RunEvent.ApplyDone(ADDRESS, Action.DELETE, Duration.ZERO, ID));
        assertThat(text.summary(Plan.Mode.DESTROY, 0, true))
                .isEqualTo("Destroy complete! Resources: 1 destroyed.");
    }

    @Test
    void linesOfManyThreadsStayWhole() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int j = 0; j < 100; j++) {
                                    text.on(
                                            new RunEvent.ApplyDone(
                                                    ADDRESS, Action.CREATE, Duration.ZERO, ID));
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(lines).hasSize(800);
        assertThat(text.summary(Plan.Mode.NORMAL, 0, true)).contains("800 added");
    }
}
