package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.client.RemoteCluster;
import dev.slipway.rollout.RolloutActions;
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
        long goal = workload.isRollout() ? undoRollout(api, workload) : undoOther(api, workload);
        say(workload.title() + " goes back to revision " + goal + ".");
    }

    /// Also where the template is that of another object.
    private long undoRollout(ApiConnection api, WorkloadTarget workload) {
        return new RolloutActions(new RemoteCluster(api))
                .undo(workload.key(), revision == null ? 0 : revision);
    }

    private long undoOther(ApiConnection api, WorkloadTarget workload) {
        Revisions.Revision goal = Revisions.of(api, workload.tree()).goal(revision);
        ArrayNode operations = JsonNodeFactory.instance.arrayNode();
        operations
                .addObject()
                .put("op", "replace")
                .put("path", "/spec/template")
                .set("value", goal.template());
        api.send(Call.patch(workload.path(), "application/json-patch+json", operations));
        return goal.number();
    }
}
