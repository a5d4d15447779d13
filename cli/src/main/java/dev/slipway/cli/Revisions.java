package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ListQuery;
import dev.slipway.client.RemoteCluster;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The versions a Deployment can go back to: the replica sets it owns, newest first.
record Revisions(List<Revision> newestFirst) {
    private static final String ANNOTATION = "deployment.kubernetes.io/revision";
    private static final String HASH_LABEL = "pod-template-hash";

    /// One version; `template` is the pod template without what the controller added.
    record Revision(long number, ObjectNode template) {}

    static Revisions of(ApiConnection api, ObjectNode workload) {
        String uid = workload.path("metadata").path("uid").asText();
        String namespace = workload.path("metadata").path("namespace").asText();
        List<Revision> revisions = new ArrayList<>();
        for (RawResource set :
                new RemoteCluster(api)
                        .resources(Kinds.REPLICA_SET.raw())
                        .list(ListQuery.inNamespace(namespace))
                        .items()) {
            if (set.metadata().isControlledBy(uid)) {
                JsonNode template = set.tree().path("spec").path("template");
                String number = set.metadata().annotations().getOrDefault(ANNOTATION, "0");
                revisions.add(new Revision(Long.parseLong(number), clean(template)));
            }
        }
        revisions.sort(Comparator.comparingLong(Revision::number).reversed());
        return new Revisions(revisions);
    }

    /// The revision of that number, or the one before the newest.
    Revision goal(@Nullable Long number) {
        if (number == null) {
            if (newestFirst.size() < 2) {
                throw new CommandException("There is no earlier revision to go back to.");
            }
            return newestFirst.get(1);
        }
        return newestFirst.stream()
                .filter(revision -> revision.number() == number)
                .findFirst()
                .orElseThrow(() ->
                        new CommandException(
                                "There is no revision "
                                        + number
                                        + " (there are: "
                                        + numbers()
                                        + ")."));
    }

    private List<Long> numbers() {
        return newestFirst.stream().map(Revision::number).toList();
    }

    private static ObjectNode clean(JsonNode template) {
        ObjectNode copy = template.deepCopy();
        if (copy.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove(HASH_LABEL);
        }
        return copy;
    }
}
