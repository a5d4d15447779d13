package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `slipway rollout watch`: the tree of `rollout get`, drawn anew while things change.
@Command(name = "watch", description = "Show a workload's tree live, until interrupted.")
final class RolloutWatchCommand extends RolloutSubcommand {
    private static final long LOOK_MILLIS = 500;

    @Option(
            names = "--until-settled",
            description = "End once the newest version is fully in, or has failed.")
    private boolean untilSettled;

    @Override
    void run(ApiConnection api, WorkloadTarget workload) throws InterruptedException {
        LiveText view = new LiveText(out());
        while (true) {
            var tree = api.send(Call.get(workload.path())).json();
            ReleasePicture picture =
                    ReleasePicture.take(
                            api, new WorkloadTarget(workload.kind(), workload.key(), tree));
            view.show(RolloutGetCommand.draw(picture, Instant.now()));
            if (untilSettled && new ReleaseSummary(picture).isSettled()) {
                return;
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
