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

    /// Whether it is a Deployment, which the guard leads; false for a Rollout, and an error for
    /// what has no versions that come in step by step.
    boolean isGuarded() {
        return switch (kind.type().kind()) {
            case "Rollout" -> false;
            case "Deployment" -> true;
            default ->
                    throw new CommandException(
                            title() + " has no releases (expected: a Rollout or a Deployment).");
        };
    }
}
