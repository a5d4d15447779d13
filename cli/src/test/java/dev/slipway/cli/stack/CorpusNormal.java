package dev.slipway.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Takes out of answers what differs from run to run: made-up identifiers, times, and the order of
/// what has none. Belongs to one thread.
final class CorpusNormal {
    private static final Pattern ID =
            Pattern.compile(
                    "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
                            + "|id-[0-9a-f]{8}");
    private static final Set<String> OF_RUN = Set.of("serial", "lineage", "terraform_version");

    /// What Terraform has only kept since 1.12.
    private static final Set<String> NEWER = Set.of("identity", "identity_schema_version");

    private static final List<String> UNORDERED =
            List.of(
                    "resource_changes",
                    "resource_drift",
                    "resources",
                    "checks",
                    "check_results",
                    "sensitive_attributes");

    private static final List<String> NAMES =
            List.of(
                    "address",
                    "deposed",
                    "object_kind",
                    "config_addr",
                    "module",
                    "mode",
                    "type",
                    "name");

    private final Path work;
    private final Map<String, String> ids = new HashMap<>();

    CorpusNormal(Path work) {
        this.work = work;
    }

    /// One line for each: `error: SUMMARY @ FILE:LINE,COLUMN-LINE,COLUMN in CONTEXT`.
    ArrayNode diagnostics(JsonNode all) {
        List<String> lines = new ArrayList<>();
        for (JsonNode each : all) {
            lines.add(
                    each.path("severity").asText()
                            + ": "
                            + each.path("summary").asText().replaceFirst("^Cycle: .*", "Cycle")
                            + place(each));
        }
        ArrayNode sorted = CorpusRecord.MAPPER.createArrayNode();
        lines.stream().sorted().forEach(sorted::add);
        return sorted;
    }

    private static String place(JsonNode diagnostic) {
        JsonNode range = diagnostic.path("range");
        if (range.isMissingNode()) {
            return "";
        }
        String context = diagnostic.path("snippet").path("context").asText("");
        return " @ "
                + range.path("filename").asText()
                + ":"
                + position(range.path("start"))
                + "-"
                + position(range.path("end"))
                + (context.isEmpty() || context.equals("null") ? "" : " in " + context);
    }

    private static String position(JsonNode at) {
        return at.path("line").asText() + "," + at.path("column").asText();
    }

    /// Ours, without the places that we tell of diagnostics for which Terraform tells none.
    static JsonNode placedAs(JsonNode theirs, JsonNode ours) {
        for (int i = 0; i < ours.size(); i++) {
            if (ours.get(i).path("diagnostics") instanceof ArrayNode own) {
                Set<String> others = new HashSet<>();
                theirs.path(i).path("diagnostics").forEach(each -> others.add(each.asText()));
                List<String> lines = new ArrayList<>();
                for (JsonNode each : own) {
                    String bare = each.asText().replaceFirst(" @ .*", "");
                    boolean placeless = others.contains(bare) && !others.contains(each.asText());
                    lines.add(placeless ? bare : each.asText());
                }
                own.removeAll();
                lines.stream().sorted().forEach(own::add);
            }
        }
        return ours;
    }

    JsonNode state(JsonNode state) {
        ObjectNode kept = state.deepCopy();
        kept.remove(OF_RUN);
        return kept;
    }

    JsonNode of(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> object(object);
            case ArrayNode array -> {
                ArrayNode normal = CorpusRecord.MAPPER.createArrayNode();
                array.forEach(each -> normal.add(of(each)));
                yield normal;
            }
            case TextNode text -> TextNode.valueOf(text(text.textValue()));
            default -> node;
        };
    }

    private ObjectNode object(ObjectNode object) {
        ObjectNode normal = CorpusRecord.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            if (NEWER.contains(each.getKey())) {
                continue;
            }
            JsonNode value = each.getValue();
            if (UNORDERED.contains(each.getKey()) && value instanceof ArrayNode array) {
                value = sorted(array);
            }
            normal.set(each.getKey(), of(value));
        }
        return normal;
    }

    private static ArrayNode sorted(ArrayNode array) {
        TreeMap<String, JsonNode> byName = new TreeMap<>();
        for (JsonNode each : array) {
            StringBuilder name = new StringBuilder();
            for (String key : NAMES) {
                name.append(each.path(key)).append(' ');
            }
            byName.put(name + (each.isArray() ? each.toString() : ""), each);
        }
        ArrayNode sorted = CorpusRecord.MAPPER.createArrayNode();
        byName.values().forEach(sorted::add);
        return sorted;
    }

    private String text(String text) {
        String normal = text.replace(work.toString(), "WORK");
        return ID.matcher(normal)
                .replaceAll(
                        found -> ids.computeIfAbsent(found.group(), _ -> "id-" + (ids.size() + 1)));
    }
}
