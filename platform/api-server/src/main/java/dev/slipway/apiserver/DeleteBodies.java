package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.DeletePolicy;
import dev.slipway.api.DeletePolicy.Propagation;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import org.jspecify.annotations.Nullable;

/// How a client wants something deleted: in the body (`DeleteOptions`) or in the query; the body
/// wins.
final class DeleteBodies {
    private DeleteBodies() {}

    static DeletePolicy policy(Call call) {
        ObjectNode options = call.body().length == 0 ? Json.object() : Bodies.object(call);
        JsonNode preconditions = options.path("preconditions");
        return new DeletePolicy(
                text(preconditions, "uid"),
                text(preconditions, "resourceVersion"),
                grace(call.query(), options),
                propagation(call.query(), options),
                call.query().dryRun() || isDryRun(options));
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
    }

    private static @Nullable Long grace(Query query, ObjectNode options) {
        JsonNode seconds = options.path("gracePeriodSeconds");
        Long value =
                seconds.isIntegralNumber()
                        ? Long.valueOf(seconds.longValue())
                        : query.number("gracePeriodSeconds");
        if (value != null && value < 0) {
            throw ApiException.badRequest(
                    "gracePeriodSeconds: " + value + " (expected: 0 or more)");
        }
        return value;
    }

    private static @Nullable Propagation propagation(Query query, ObjectNode options) {
        String asked = options.path("propagationPolicy").asText("");
        if (asked.isEmpty()) {
            asked = query.text("propagationPolicy");
        }
        if (asked.isEmpty()) {
            return orphans(query, options);
        }
        return switch (asked) {
            case "Background" -> Propagation.BACKGROUND;
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            default ->
                    throw ApiException.badRequest(
                            "propagationPolicy: \""
                                    + asked
                                    + "\" (expected: Background, Foreground or Orphan)");
        };
    }

    /// The older way to say it.
    private static @Nullable Propagation orphans(Query query, ObjectNode options) {
        JsonNode body = options.path("orphanDependents");
        boolean said = body.isBoolean() || !query.text("orphanDependents").isEmpty();
        if (!said) {
            return null;
        }
        boolean orphan = body.isBoolean() ? body.booleanValue() : query.flag("orphanDependents");
        return orphan ? Propagation.ORPHAN : Propagation.BACKGROUND;
    }

    private static boolean isDryRun(ObjectNode options) {
        boolean dryRun = false;
        for (JsonNode word : options.path("dryRun")) {
            if (!word.asText("").equals("All")) {
                throw ApiException.badRequest(
                        "dryRun: \"" + word.asText("") + "\" (expected: All)");
            }
            dryRun = true;
        }
        return dryRun;
    }
}
