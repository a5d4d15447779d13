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
        if (workload.isGuarded()) {
            promoteGuarded(api, workload);
            return;
        }
        RolloutActions actions = new RolloutActions(new RemoteCluster(api));
        if (full) {
            actions.promoteFull(workload.key());
        } else {
            actions.promote(workload.key());
        }
        say(workload.title() + (full ? " goes to 100 %." : " goes on."));
    }

    private void promoteGuarded(ApiConnection api, WorkloadTarget workload) {
        if (full) {
            throw new CommandException(
                    workload.title()
                            + " cannot skip its shares: without --full it goes through them,"
                            + " unless it is found worse.");
        }
        DeploymentGuard.send(api, workload, DeploymentGuard.find(api, workload).promotion());
        say(workload.title() + " goes on, unless it is found worse.");
    }
}
