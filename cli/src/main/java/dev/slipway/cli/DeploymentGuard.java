package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.client.ListQuery;
import dev.slipway.client.RemoteCluster;
import dev.slipway.model.Json;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Steers the guard of one Deployment by its annotations, having looked where the newest version
/// stands. What cannot be done is refused with a sentence that says what can.
record DeploymentGuard(WorkloadTarget workload, List<RawResource> sets) {
    private static final String PROMOTE = "slipway.dev/guard-promote";
    private static final String REFUSED = "slipway.dev/refused-revision";
    private static final String RETRY = "slipway.dev/guard-retry";

    static DeploymentGuard find(ApiConnection api, WorkloadTarget workload) {
        return new DeploymentGuard(
                workload,
                new RemoteCluster(api)
                        .resources(Kinds.REPLICA_SET.raw())
                        .list(ListQuery.inNamespace(workload.key().namespace()))
                        .items());
    }

    /// The newest version goes on although it cannot be judged.
    ObjectNode promotion() {
        GuardedVersion newest = newest();
        if (!newest.isShifting()) {
            throw refused("has nothing to promote", newest);
        }
        return annotate((notes, hash) -> notes.put(PROMOTE, hash), newest);
    }

    /// The newest version is given up; also while it is still watched after 100 %.
    ObjectNode refusal() {
        GuardedVersion newest = newest();
        if (!newest.isShifting() && !newest.isWatched()) {
            throw refused("has nothing to abort", newest);
        }
        return annotate((notes, hash) -> notes.put(REFUSED, hash), newest);
    }

    /// The newest version, which was refused or given up, is tried again.
    ObjectNode retry(Instant now) {
        GuardedVersion newest = newest();
        if (!newest.isRefused()) {
            throw refused("has nothing to try again", newest);
        }
        return annotate(
                (notes, _) -> {
                    notes.put(RETRY, now.toString());
                    notes.putNull(REFUSED);
                },
                newest);
    }

    static void send(ApiConnection api, WorkloadTarget workload, ObjectNode change) {
        api.send(Call.patch(workload.path(), "application/merge-patch+json", change));
    }

    private GuardedVersion newest() {
        JsonNode tree = workload.tree();
        if (tree.at("/status/observedGeneration").asLong()
                < tree.at("/metadata/generation").asLong()) {
            throw new CommandException(
                    workload.title() + " was changed a moment ago; try again when that is seen.");
        }
        String uid = tree.at("/metadata/uid").asText();
        return sets.stream()
                .filter(set -> set.metadata().isControlledBy(uid))
                .map(GuardedVersion::of)
                .max(Comparator.comparingLong(GuardedVersion::revision))
                .orElseThrow(() -> new CommandException(workload.title() + " has no version yet."));
    }

    private CommandException refused(String what, GuardedVersion newest) {
        return new CommandException(
                "%s %s: %s.".formatted(workload.title(), what, newest.describe()));
    }

    private static ObjectNode annotate(
            BiConsumer<ObjectNode, @Nullable String> change, GuardedVersion newest) {
        ObjectNode patch = Json.object();
        change.accept(patch.putObject("metadata").putObject("annotations"), newest.hash());
        return patch;
    }
}
