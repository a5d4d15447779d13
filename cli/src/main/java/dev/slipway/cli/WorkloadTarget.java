package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.client.ResourcePaths;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;

/// The workload that a command is about, as it was when it was found: `deployment/api`, or just a
/// name for a Rollout.
record WorkloadTarget(Kind<RawResource> kind, ObjectKey key, ObjectNode tree) {
    static WorkloadTarget find(ApiConnection api, ConnectionOptions connection, String target) {
        int slash = target.indexOf('/');
        String kindName = slash < 0 ? "rollouts.argoproj.io" : target.substring(0, slash);
        Kind<RawResource> kind = Discovery.of(api).named(kindName);
        ObjectKey key =
                new ObjectKey(
                        connection.namespaceOr(api.defaultNamespace()),
                        target.substring(slash + 1));
        return new WorkloadTarget(
                kind, key, api.send(Call.get(ResourcePaths.object(kind, key))).json());
    }

    String title() {
        return kind.type().kind() + " " + key.name();
    }

    boolean isRollout() {
        return kind.type().kind().equals("Rollout");
    }

    String path() {
        return ResourcePaths.object(kind, key);
    }

    void mustBeRollout(String verb, String otherwise) {
        if (!isRollout()) {
            throw new CommandException(
                    title()
                            + " cannot be "
                            + verb
                            + ": only a Rollout has steps ("
                            + otherwise
                            + ").");
        }
    }
}
