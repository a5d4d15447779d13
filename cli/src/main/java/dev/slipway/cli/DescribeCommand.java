package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.client.ResourcePaths;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `slipway describe`: one object with its conditions and what happened to it, for people.
@Command(
        name = "describe",
        description = "Show an object, its state and its events: `describe deploy/api`.",
        mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
    private static final List<String> NOISE =
            List.of("managedFields", "kubectl.kubernetes.io/last-applied-configuration");

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(arity = "1..*", paramLabel = "KIND [NAME]", description = "What to describe.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ApiConnection api = connection.connect()) {
            var wanted = ResourceArguments.parse(arguments, Discovery.of(api)).wanted();
            String separator = "";
            for (var entry : wanted.entrySet()) {
                for (ObjectNode object : objects(api, entry.getKey(), entry.getValue())) {
                    out.print(separator + describe(api, entry.getKey(), object));
                    separator = "\n";
                }
            }
            out.flush();
        }
        return 0;
    }

    private List<ObjectNode> objects(
            ApiConnection api, Kind<RawResource> kind, List<String> names) {
        String namespace = kind.namespaced() ? connection.namespaceOr(api.defaultNamespace()) : "";
        List<ObjectNode> objects = new ArrayList<>();
        if (names.isEmpty()) {
            api.send(Call.get(ResourcePaths.collection(kind, namespace)))
                    .json()
                    .path("items")
                    .forEach(item -> objects.add((ObjectNode) item));
        }
        for (String name : names) {
            String path = ResourcePaths.object(kind, new ObjectKey(namespace, name));
            objects.add(api.send(Call.get(path)).json());
        }
        return objects;
    }

    private static String describe(ApiConnection api, Kind<?> kind, ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        StringBuilder text = new StringBuilder();
        text.append(kind.type().kind()).append(' ').append(metadata.path("name").asText());
        if (kind.namespaced()) {
            text.append(" in ").append(metadata.path("namespace").asText());
        }
        text.append(", created ").append(metadata.path("creationTimestamp").asText()).append('\n');
        section(text, "Labels", metadata.path("labels"));
        section(text, "Annotations", metadata.path("annotations"));
        for (var field : object.properties()) {
            if (!List.of("apiVersion", "kind", "metadata", "status").contains(field.getKey())) {
                section(text, title(field.getKey()), field.getValue());
            }
        }
        ObjectNode status = without(object.path("status"), "conditions");
        section(text, "Status", status);
        conditions(text, object.path("status").path("conditions"));
        events(text, api, metadata);
        return text.toString();
    }

    private static String title(String field) {
        return Character.toUpperCase(field.charAt(0)) + field.substring(1);
    }

    private static void section(StringBuilder text, String title, JsonNode content) {
        JsonNode shown = content instanceof ObjectNode object ? withoutNoise(object) : content;
        if (shown.isMissingNode()
                || shown.isNull()
                || (shown.isContainerNode() && shown.isEmpty())) {
            return;
        }
        text.append(title).append(":\n");
        if (shown instanceof ObjectNode object) {
            Documents.yaml(object)
                    .lines()
                    .forEach(line -> text.append("  ").append(line).append('\n'));
        } else {
            text.append("  ").append(shown.asText(shown.toString())).append('\n');
        }
    }

    private static ObjectNode withoutNoise(ObjectNode object) {
        return object.deepCopy().without(NOISE);
    }

    private static ObjectNode without(JsonNode object, String field) {
        return object instanceof ObjectNode node
                ? node.deepCopy().without(List.of(field))
                : Json.object();
    }

    private static void conditions(StringBuilder text, JsonNode conditions) {
        if (conditions.isEmpty()) {
            return;
        }
        Table table = new Table(List.of("condition", "status", "since", "reason", "message"));
        for (JsonNode condition : conditions) {
            table.add(
                    List.of(
                            condition.path("type").asText(""),
                            condition.path("status").asText(""),
                            condition.path("lastTransitionTime").asText(""),
                            condition.path("reason").asText(""),
                            condition.path("message").asText("")));
        }
        text.append("Conditions:\n").append(table.toString().indent(2));
    }

    private static void events(StringBuilder text, ApiConnection api, JsonNode metadata) {
        String namespace = metadata.path("namespace").asText("default");
        String query =
                "?fieldSelector="
                        + ResourcePaths.encode(
                                "involvedObject.uid=" + metadata.path("uid").asText());
        JsonNode events =
                api.send(Call.get("/api/v1/namespaces/" + namespace + "/events" + query))
                        .json()
                        .path("items");
        if (events.isEmpty()) {
            return;
        }
        Table table = new Table(List.of("last seen", "type", "reason", "times", "message"));
        for (JsonNode event : events) {
            table.add(
                    List.of(
                            event.path("lastTimestamp").asText(""),
                            event.path("type").asText(""),
                            event.path("reason").asText(""),
                            event.path("count").asText("1"),
                            event.path("message").asText("")));
        }
        text.append("Events:\n").append(table.toString().indent(2));
    }
}
