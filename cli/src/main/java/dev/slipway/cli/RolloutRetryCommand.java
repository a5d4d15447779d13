package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.RemoteCluster;
import dev.slipway.rollout.RolloutActions;
import picocli.CommandLine.Command;

/// `slipway rollout retry`.
@Command(name = "retry", description = "Try an aborted version again from the first step.")
final class RolloutRetryCommand extends RolloutSubcommand {
    @Override
    void run(ApiConnection api, WorkloadTarget workload) {
        workload.mustBeRollout("retried", "for a Deployment see `rollout undo`");
        new RolloutActions(new RemoteCluster(api)).retry(workload.key());
        say(workload.title() + " is tried again.");
    }
}
