package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.WriteOptions.FieldValidation;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Cause;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import dev.slipway.model.Problem;
import dev.slipway.model.Schema;
import dev.slipway.model.SchemaValidator;
import dev.slipway.model.Schemas;
import dev.slipway.model.StoredForm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compares what an author wrote with the schema of the kind: wrong types are refused, unknown
/// fields are refused, reported or ignored, as the author asks, and never stored.
///
/// @param object the object in the form in which it is stored
/// @param causes what else the schema finds wrong
/// @param warnings what the author should know
record Fields(ObjectNode object, List<Cause> causes, List<String> warnings) {

    /// The schema of kinds of which nothing is known.
    private static final Schema ANYTHING =
            Schemas.alone(
                    Json.object()
                            .put("type", "object")
                            .put("x-kubernetes-preserve-unknown-fields", true));

    static Fields check(
            Target target, ObjectNode object, @Nullable Schema schema, FieldValidation validation) {
        if (schema == null) {
            return new Fields(StoredForm.of(object, ANYTHING), List.of(), List.of());
        }
        List<String> unknown = new ArrayList<>();
        List<Cause> causes = new ArrayList<>();
        List<Cause> wrongTypes = new ArrayList<>();
        List<Cause> unknownCauses = new ArrayList<>();
        for (Problem problem : SchemaValidator.validate(object, schema)) {
            switch (problem.fault()) {
                case UNKNOWN_FIELD -> {
                    unknown.add(problem.text());
                    unknownCauses.add(problem.cause());
                }
                case WRONG_TYPE -> wrongTypes.add(problem.cause());
                case MISSING, UNSUPPORTED_VALUE, INVALID_VALUE, DUPLICATE ->
                        causes.add(problem.cause());
            }
        }
        if (!wrongTypes.isEmpty()) {
            throw refused(target, texts(wrongTypes), wrongTypes);
        }
        if (!unknown.isEmpty() && validation == FieldValidation.STRICT) {
            String why = "strict decoding error: " + String.join(", ", unknown);
            throw refused(target, why, unknownCauses);
        }
        boolean silent = validation == FieldValidation.IGNORE;
        return new Fields(StoredForm.of(object, schema), causes, silent ? List.of() : unknown);
    }

    private static String texts(List<Cause> causes) {
        return causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .collect(Collectors.joining(", "));
    }

    /// The causes are there for clients that can say where in a file each field stands.
    private static ApiException refused(Target target, String why, List<Cause> causes) {
        String kind = target.kind().type().kind();
        String version = target.kind().type().version();
        String message =
                kind
                        + " in version \""
                        + version
                        + "\" cannot be handled as a "
                        + kind
                        + ": "
                        + why;
        return new ApiException(Reason.BAD_REQUEST, message, null, null, causes);
    }
}
