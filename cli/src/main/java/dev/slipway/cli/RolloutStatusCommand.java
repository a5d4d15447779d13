package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `slipway rollout status`: for scripts.
@Command(
        name = "status",
        description = "Wait until the newest version is fully rolled out, or has failed.")
final class RolloutStatusCommand extends RolloutSubcommand {
    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "Give up after this time (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    @Override
    void run(ApiConnection api, WorkloadTarget workload) throws InterruptedException {
        new ReadyWait(api, new ProgressView(out()))
                .await(
                        List.of(new ReadyWait.Subject(workload.kind(), workload.key())),
                        Duration.ofSeconds(timeoutSeconds));
        say(workload.title() + " is rolled out.");
    }
}
