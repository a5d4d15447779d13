package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.RemoteCluster;
import dev.slipway.rollout.RolloutActions;
import java.time.Instant;
import picocli.CommandLine.Command;

/// `slipway rollout retry`.
@Command(name = "retry", description = "Try an aborted version again from the beginning.")
final class RolloutRetryCommand extends RolloutSubcommand {
    @Override
    void run(ApiConnection api, WorkloadTarget workload) {
        if (workload.isGuarded()) {
            var change = DeploymentGuard.find(api, workload).retry(Instant.now());
            DeploymentGuard.send(api, workload, change);
        } else {
            new RolloutActions(new RemoteCluster(api)).retry(workload.key());
        }
        say(workload.title() + " is tried again.");
    }
}
