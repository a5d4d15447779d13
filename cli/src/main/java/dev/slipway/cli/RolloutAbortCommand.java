package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.RemoteCluster;
import dev.slipway.rollout.RolloutActions;
import picocli.CommandLine.Command;

/// `slipway rollout abort`.
@Command(name = "abort", description = "Take all traffic from the new version and end it.")
final class RolloutAbortCommand extends RolloutSubcommand {
    @Override
    void run(ApiConnection api, WorkloadTarget workload) {
        if (workload.isGuarded()) {
            var change = DeploymentGuard.find(api, workload).refusal();
            DeploymentGuard.send(api, workload, change);
        } else {
            new RolloutActions(new RemoteCluster(api)).abort(workload.key());
        }
        say(workload.title() + " is aborted.");
    }
}
