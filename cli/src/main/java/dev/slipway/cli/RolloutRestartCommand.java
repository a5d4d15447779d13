package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.model.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;

/// `slipway rollout restart`.
@Command(name = "restart", description = "Replace all pods by new ones of the same version.")
final class RolloutRestartCommand extends RolloutSubcommand {
    @Override
    void run(ApiConnection api, WorkloadTarget workload) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        var change = Json.object();
        if (workload.isRollout()) {
            change.putObject("spec").put("restartAt", now);
        } else {
            change.putObject("spec")
                    .putObject("template")
                    .putObject("metadata")
                    .putObject("annotations")
                    .put("kubectl.kubernetes.io/restartedAt", now);
        }
        api.send(Call.patch(workload.path(), "application/merge-patch+json", change));
        say(workload.title() + " restarts its pods.");
    }
}
