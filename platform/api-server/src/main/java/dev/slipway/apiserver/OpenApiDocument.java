package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.KindDefinition.Subresource;
import dev.slipway.apiserver.Catalogue.Version;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Writes the OpenAPI document of one group and version: its paths, as far as clients look at them
/// (which kind an operation is about, and whether it validates fields), and the schemas of its
/// kinds with all that they refer to.
final class OpenApiDocument {
    private static final String REFERENCE = "#/components/schemas/";
    private static final String KIND = "x-kubernetes-group-version-kind";

    private final SchemaDocuments schemas;
    private final String version;

    OpenApiDocument(SchemaDocuments schemas, String version) {
        this.schemas = schemas;
        this.version = version;
    }

    String version() {
        return version;
    }

    ObjectNode write(Version groupVersion) {
        ObjectNode document = Json.object();
        document.put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", version);
        ObjectNode paths = document.putObject("paths");
        ObjectNode definitions = document.putObject("components").putObject("schemas");
        for (ServedKind kind : groupVersion.kinds()) {
            addPaths(paths, groupVersion, kind);
            addDefinitions(definitions, kind);
        }
        return document;
    }

    private void addPaths(ObjectNode paths, Version groupVersion, ServedKind kind) {
        String root = "/" + groupVersion.path() + "/";
        String all =
                kind.namespaced()
                        ? root + "namespaces/{namespace}/" + kind.plural()
                        : root + kind.plural();
        ObjectNode collection = paths.putObject(all);
        addOperation(collection, "post", "post", kind.type());
        if (kind.verbs().contains("list")) {
            addOperation(collection, "get", "list", kind.type());
            addOperation(collection, "delete", "deletecollection", kind.type());
            if (kind.namespaced()) {
                addOperation(paths.putObject(root + kind.plural()), "get", "list", kind.type());
            }
            ObjectNode one = paths.putObject(all + "/{name}");
            for (String method : List.of("get", "put", "patch", "delete")) {
                addOperation(one, method, method, kind.type());
            }
        }
        for (Subresource part : kind.subresources()) {
            ObjectNode path = paths.putObject(all + "/{name}/" + part.name());
            for (String verb : part.verbs()) {
                String method = method(verb);
                addOperation(path, method, method, part.type());
            }
        }
    }

    private static String method(String verb) {
        return switch (verb) {
            case "create" -> "post";
            case "update" -> "put";
            default -> verb;
        };
    }

    private void addOperation(
            ObjectNode path, String method, String action, GroupVersionKind type) {
        ObjectNode operation = path.putObject(method);
        ArrayNode parameters = operation.putArray("parameters");
        if (method.equals("post") || method.equals("put") || method.equals("patch")) {
            for (String name : List.of("dryRun", "fieldManager", "fieldValidation")) {
                addParameter(parameters, name);
            }
        }
        ObjectNode content =
                operation
                        .putObject("responses")
                        .putObject("200")
                        .put("description", "OK")
                        .putObject("content")
                        .putObject("application/json");
        content.putObject("schema").put("$ref", REFERENCE + name(type));
        operation.put("x-kubernetes-action", action);
        operation.set(KIND, kind(type));
    }

    private static void addParameter(ArrayNode parameters, String name) {
        ObjectNode parameter = parameters.addObject();
        parameter.put("name", name).put("in", "query");
        parameter.putObject("schema").put("type", "string").put("uniqueItems", true);
    }

    private void addDefinitions(ObjectNode definitions, ServedKind kind) {
        addDefinition(definitions, kind.type());
        for (Subresource part : kind.subresources()) {
            addDefinition(definitions, part.type());
        }
    }

    private void addDefinition(ObjectNode definitions, GroupVersionKind type) {
        String name = name(type);
        if (definitions.has(name)) {
            return;
        }
        ObjectNode known = schemas.definition(name);
        ObjectNode definition = known == null ? anything() : known.deepCopy();
        if (!definition.has(KIND)) {
            definition.putArray(KIND).add(kind(type));
        }
        definitions.set(name, definition);
        addReferences(definitions, definition);
    }

    /// Follows the references of a definition, and theirs.
    private void addReferences(ObjectNode definitions, ObjectNode start) {
        Deque<JsonNode> open = new ArrayDeque<>();
        open.add(start);
        while (!open.isEmpty()) {
            JsonNode node = open.remove();
            JsonNode reference = node.get("$ref");
            if (reference != null && reference.isTextual()) {
                String name = reference.textValue().substring(REFERENCE.length());
                if (!definitions.has(name)) {
                    ObjectNode known = schemas.definition(name);
                    ObjectNode definition = known == null ? anything() : known;
                    definitions.set(name, definition);
                    open.add(definition);
                }
            }
            node.forEach(open::add);
        }
    }

    private String name(GroupVersionKind type) {
        String known = schemas.definitionName(type);
        if (known != null) {
            return known;
        }
        String group = type.group().isEmpty() ? "core" : type.group();
        return "dev.slipway." + group + "." + type.version() + "." + type.kind();
    }

    private static ObjectNode anything() {
        ObjectNode schema = Json.object();
        return schema.put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
    }

    private static ObjectNode kind(GroupVersionKind type) {
        ObjectNode kind = Json.object();
        kind.put("group", type.group()).put("version", type.version());
        return kind.put("kind", type.kind());
    }
}
