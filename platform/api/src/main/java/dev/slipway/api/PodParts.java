package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import java.util.List;

/// The subresources of pods that are posted to: `binding` gives a pod its node, `eviction` deletes
/// it. Thread-safe.
final class PodParts {
    private static final String BINDING = "binding";
    private static final String EVICTION = "eviction";

    private final ObjectWrites writes;
    private final ObjectDeletes deletes;

    PodParts(ObjectWrites writes, ObjectDeletes deletes) {
        this.writes = writes;
        this.deletes = deletes;
    }

    Written create(Caller caller, Target target, ObjectNode body, WriteOptions options) {
        if (target.kind().subresource(target.subresource()) == null) {
            throw Errors.noSuchPart(target);
        }
        ObjectKey key = target.key();
        Target pod = target.object();
        switch (target.subresource()) {
            case BINDING ->
                    writes.update(caller, pod, current -> bound(pod, current, body), options);
            case EVICTION -> deletes.delete(caller, pod, policy(body, options));
            default -> throw Errors.methodNotAllowed(target, "create");
        }
        ObjectNode answer = Json.object();
        answer.put("kind", "Status").put("apiVersion", "v1");
        answer.putObject("metadata");
        answer.put("status", "Success").put("code", 201);
        return new Written(StoredObject.computed(key, answer, 0), List.of());
    }

    private static ObjectNode bound(Target pod, ObjectNode current, ObjectNode binding) {
        String node = binding.at("/target/name").asText("");
        if (node.isEmpty()) {
            throw ApiException.badRequest("target.name: Required value");
        }
        ObjectNode spec = Trees.object(current, "spec");
        String bound = Trees.text(spec, "nodeName");
        if (!bound.isEmpty()) {
            throw Errors.conflict(
                    pod,
                    "pod " + pod.key().name() + " is already assigned to node \"" + bound + "\"");
        }
        spec.put("nodeName", node);
        return current;
    }

    private static DeletePolicy policy(ObjectNode eviction, WriteOptions options) {
        ObjectNode given = Trees.findObject(eviction, "deleteOptions");
        ObjectNode wanted = given == null ? Json.object() : given;
        String uid = wanted.at("/preconditions/uid").asText("");
        return new DeletePolicy(
                uid.isEmpty() ? null : uid,
                null,
                wanted.has("gracePeriodSeconds") ? wanted.get("gracePeriodSeconds").asLong() : null,
                null,
                options.dryRun());
    }
}
