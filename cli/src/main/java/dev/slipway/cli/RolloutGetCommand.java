package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import java.time.Instant;
import picocli.CommandLine.Command;

/// `slipway rollout get`: where a release stands.
@Command(
        name = "get",
        description = "Show versions, pods, weights and verdicts of a workload as a tree.")
final class RolloutGetCommand extends RolloutSubcommand {
    @Override
    void run(ApiConnection api, WorkloadTarget workload) {
        out().print(draw(ReleasePicture.take(api, workload), Instant.now()));
    }

    static String draw(ReleasePicture picture, Instant now) {
        ReleaseSummary summary = new ReleaseSummary(picture);
        return summary.draw() + "\n" + new ReleaseTree(picture, summary, now).draw();
    }
}
