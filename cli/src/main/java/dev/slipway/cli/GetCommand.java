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
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `slipway get`: lists objects, as tables the server draws or whole.
@Command(
        name = "get",
        description = "List objects: `get pods`, `get deploy api`, `get deploy/api svc/api`.",
        mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(arity = "1..*", paramLabel = "KIND [NAME]", description = "What to list.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private OutputFormat format = OutputFormat.table;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABELS",
            defaultValue = "",
            description = "Only objects with these labels, for example app=api,tier!=db.")
    private String selector = "";

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "In every namespace.")
    private boolean everywhere;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ApiConnection api = connection.connect()) {
            var wanted = ResourceArguments.parse(arguments, Discovery.of(api)).wanted();
            boolean several = wanted.size() > 1;
            boolean empty = true;
            for (var entry : wanted.entrySet()) {
                String text = print(api, entry, several);
                empty &= text.isEmpty();
                out.print(text);
            }
            if (empty) {
                spec.commandLine().getErr().println("No resources found.");
            }
            out.flush();
        }
        return 0;
    }

    private String print(
            ApiConnection api, Map.Entry<Kind<RawResource>, List<String>> wanted, boolean several) {
        StringBuilder text = new StringBuilder();
        for (String path : paths(api, wanted.getKey(), wanted.getValue())) {
            text.append(
                    switch (format) {
                        case table, wide -> table(api, wanted.getKey(), path, several);
                        case json -> Documents.json(object(api, wanted.getKey(), path));
                        case yaml -> Documents.yaml(object(api, wanted.getKey(), path));
                        case name -> names(api, wanted.getKey(), path);
                    });
        }
        return text.toString();
    }

    private List<String> paths(ApiConnection api, Kind<RawResource> kind, List<String> names) {
        String namespace =
                everywhere || !kind.namespaced()
                        ? ""
                        : connection.namespaceOr(api.defaultNamespace());
        if (everywhere && kind.namespaced() && !names.isEmpty()) {
            throw new CommandException(
                    CommandException.USAGE,
                    "A name and --all-namespaces do not go together; say which namespace with -n.");
        }
        if (names.isEmpty()) {
            String query =
                    selector.isEmpty() ? "" : "?labelSelector=" + ResourcePaths.encode(selector);
            return List.of(ResourcePaths.collection(kind, namespace) + query);
        }
        return names.stream()
                .map(name -> ResourcePaths.object(kind, new ObjectKey(namespace, name)))
                .toList();
    }

    private String table(ApiConnection api, Kind<?> kind, String path, boolean several) {
        JsonNode answer = api.send(Call.get(path, ApiConnection.TABLE)).json();
        List<Integer> shown = new ArrayList<>();
        List<String> headings = new ArrayList<>();
        JsonNode columns = answer.path("columnDefinitions");
        for (int column = 0; column < columns.size(); column++) {
            if (format == OutputFormat.wide || columns.get(column).path("priority").asInt() == 0) {
                shown.add(column);
                headings.add(columns.get(column).path("name").asText());
            }
        }
        Table table = new Table(headings);
        List<String> namespaces = new ArrayList<>();
        for (JsonNode row : answer.path("rows")) {
            JsonNode metadata = row.path("object").path("metadata");
            namespaces.add(metadata.path("namespace").asText(""));
            table.add(cells(row.path("cells"), shown, several ? prefix(kind) : ""));
        }
        if (namespaces.isEmpty()) {
            return "";
        }
        if (everywhere && kind.namespaced()) {
            table.addColumn("NAMESPACE", namespaces);
        }
        return several ? table + "\n" : table.toString();
    }

    private static List<String> cells(JsonNode cells, List<Integer> shown, String namePrefix) {
        List<String> texts = new ArrayList<>();
        for (int column : shown) {
            JsonNode cell = cells.path(column);
            String text = cell.isNull() || cell.isMissingNode() ? "<none>" : cell.asText();
            texts.add(column == 0 ? namePrefix + text : text);
        }
        return texts;
    }

    private static String prefix(Kind<?> kind) {
        String group = kind.type().group();
        String singular = kind.type().kind().toLowerCase(java.util.Locale.ROOT);
        return (group.isEmpty() ? singular : singular + "." + group) + "/";
    }

    private static ObjectNode object(ApiConnection api, Kind<?> kind, String path) {
        ObjectNode answer = api.send(Call.get(path)).json();
        if (answer.path("items").isArray()) {
            for (JsonNode item : answer.path("items")) {
                Documents.withType((ObjectNode) item, kind);
            }
        }
        return answer;
    }

    private static String names(ApiConnection api, Kind<?> kind, String path) {
        ObjectNode answer = api.send(Call.get(path)).json();
        JsonNode items =
                answer.path("items").isArray()
                        ? answer.path("items")
                        : Json.object().putArray("items").add(answer);
        StringBuilder text = new StringBuilder();
        for (JsonNode item : items) {
            text.append(prefix(kind))
                    .append(item.path("metadata").path("name").asText())
                    .append('\n');
        }
        return text.toString();
    }
}
