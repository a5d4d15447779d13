package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.model.Json;
import picocli.CommandLine.Command;

/// `slipway rollout pause`.
@Command(name = "pause", description = "Hold the release where it is.")
final class RolloutPauseCommand extends RolloutSubcommand {
    @Override
    void run(ApiConnection api, WorkloadTarget workload) {
        var change = Json.object();
        change.putObject("spec").put("paused", true);
        api.send(Call.patch(workload.path(), "application/merge-patch+json", change));
        say(workload.title() + " is paused; go on with `rollout resume`.");
    }
}
