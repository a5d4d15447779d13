package dev.slipway.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import dev.slipway.model.Patch;
import dev.slipway.model.Patches;
import dev.slipway.model.Yaml;
import dev.slipway.model.YamlDocument;
import java.util.List;

/// Decodes what clients send. Stateless.
final class Bodies {
    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

    /// Loaded by the first request that needs it.
    private static final class Protobuf {
        static final ProtobufReader READER = new ProtobufReader();

        private Protobuf() {}
    }

    private Bodies() {}

    static ObjectNode object(Call call) {
        if (call.body().length == 0) {
            throw ApiException.badRequest("the request has no body (expected: an object)");
        }
        return switch (call.contentType()) {
            case "", JSON -> Json.parseObject(call.body());
            case PROTOBUF -> Protobuf.READER.read(call.body());
            case "application/yaml", "text/yaml", "application/x-yaml" -> yaml(call.body());
            default -> throw unsupported("application/json, application/yaml, " + PROTOBUF);
        };
    }

    static Patch patch(Call call) {
        return switch (call.contentType()) {
            case "application/strategic-merge-patch+json" ->
                    Patches.strategicMergePatch(Json.parse(call.body()));
            case "application/merge-patch+json" -> Patches.mergePatch(Json.parse(call.body()));
            case "application/json-patch+json" -> Patches.jsonPatch(Json.parse(call.body()));
            default ->
                    throw unsupported(
                            "application/json-patch+json, application/merge-patch+json,"
                                    + " application/strategic-merge-patch+json");
        };
    }

    private static ObjectNode yaml(byte[] body) {
        List<YamlDocument> documents = Yaml.parse(new String(body, UTF_8), "request body");
        if (documents.size() != 1) {
            throw ApiException.badRequest(
                    "expected one object in the body, found " + documents.size());
        }
        return documents.get(0).object();
    }

    private static ApiException unsupported(String supported) {
        return new ApiException(
                Reason.UNSUPPORTED_MEDIA_TYPE,
                "the body of the request was in an unknown format - accepted media types include: "
                        + supported);
    }
}
