package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.RemoteCluster;
import dev.slipway.rollout.RolloutActions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `slipway rollout promote`.
@Command(
        name = "promote",
        description = "Go on past the current pause; with --full, to 100 %% at once.")
final class RolloutPromoteCommand extends RolloutSubcommand {
    @Option(names = "--full", description = "Skip all steps that are left.")
    private boolean full;

    @Override
    void run(ApiConnection api, WorkloadTarget workload) {
        workload.mustBeRollout("promoted", "a Deployment goes on by itself");
        RolloutActions actions = new RolloutActions(new RemoteCluster(api));
        if (full) {
            actions.promoteFull(workload.key());
        } else {
            actions.promote(workload.key());
        }
        say(workload.title() + (full ? " goes to 100 %." : " goes on."));
    }
}
