package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.model.Json;
import picocli.CommandLine.Command;

/// `slipway rollout resume`.
@Command(name = "resume", description = "Let a paused release go on.")
final class RolloutResumeCommand extends RolloutSubcommand {
    @Override
    void run(ApiConnection api, WorkloadTarget workload) {
        var change = Json.object();
        change.putObject("spec").putNull("paused");
        api.send(Call.patch(workload.path(), "application/merge-patch+json", change));
        say(workload.title() + " goes on.");
    }
}
