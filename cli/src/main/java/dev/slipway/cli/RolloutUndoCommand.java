package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `slipway rollout undo`.
@Command(name = "undo", description = "Go back to the version before, or to a given revision.")
final class RolloutUndoCommand extends RolloutSubcommand {
    @Option(
            names = "--to-revision",
            paramLabel = "NUMBER",
            description = "That revision (default: the one before the newest).")
    private @Nullable Long revision;

    @Override
    void run(ApiConnection api, WorkloadTarget workload) {
        Revisions revisions = Revisions.of(api, workload.tree(), workload.isRollout());
        Revisions.Revision goal = revisions.goal(revision);
        ArrayNode operations = JsonNodeFactory.instance.arrayNode();
        operations
                .addObject()
                .put("op", "replace")
                .put("path", "/spec/template")
                .set("value", goal.template());
        api.send(Call.patch(workload.path(), "application/json-patch+json", operations));
        say(workload.title() + " goes back to revision " + goal.number() + ".");
    }
}
