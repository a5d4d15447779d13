package dev.slipway.schema.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What `facts.yaml` adds to the definitions. A fact about something that does not exist fails the
/// build, so that the file cannot fall behind the library.
final class Facts {
    private static final String FILE = "facts.yaml";
    private static final String STRATEGY = "x-kubernetes-patch-strategy";

    private final ObjectNode facts;

    private Facts(ObjectNode facts) {
        this.facts = facts;
    }

    static Facts load() throws IOException {
        try (InputStream in = Facts.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException(FILE + " is missing beside " + Facts.class);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Facts(Yaml.parse(text, FILE).getFirst().object());
        }
    }

    void applyTo(ObjectNode definitions) {
        List<String> stale = new ArrayList<>();
        for (var group : facts.properties()) {
            for (var entry : group.getValue().properties()) {
                String name = group.getKey() + "." + entry.getKey();
                if (definitions.get(name) instanceof ObjectNode definition) {
                    stale.addAll(apply(name, definition, entry.getValue()));
                } else {
                    stale.add(name);
                }
            }
        }
        if (!stale.isEmpty()) {
            throw new IllegalStateException(
                    FILE + " tells of what the model library does not have: " + stale);
        }
    }

    private static List<String> apply(String name, ObjectNode definition, JsonNode facts) {
        List<String> stale = new ArrayList<>();
        JsonNode properties = definition.path("properties");
        for (var merged : facts.path("merge").properties()) {
            if (properties.get(merged.getKey()) instanceof ObjectNode list) {
                addStrategy(list, "merge");
                if (!merged.getValue().asText().isEmpty()) {
                    list.set("x-kubernetes-patch-merge-key", merged.getValue());
                }
            } else {
                stale.add(name + "." + merged.getKey());
            }
        }
        for (String strategy : List.of("retain", "replace")) {
            for (JsonNode field : facts.path(strategy)) {
                if (properties.get(field.asText()) instanceof ObjectNode property) {
                    addStrategy(property, strategy.equals("retain") ? "retainKeys" : strategy);
                } else {
                    stale.add(name + "." + field.asText());
                }
            }
        }
        for (JsonNode field : facts.path("bytes")) {
            if (!setBytes(properties.get(field.asText()))) {
                stale.add(name + "." + field.asText());
            }
        }
        for (var values : facts.path("enums").properties()) {
            if (properties.get(values.getKey()) instanceof ObjectNode property) {
                property.set("enum", values.getValue());
            } else {
                stale.add(name + "." + values.getKey());
            }
        }
        for (JsonNode field : facts.path("required")) {
            if (!properties.has(field.asText())) {
                stale.add(name + "." + field.asText());
            }
        }
        if (facts.has("required")) {
            definition.set("required", facts.path("required"));
        }
        return stale;
    }

    private static void addStrategy(ObjectNode property, String strategy) {
        String before = property.path(STRATEGY).asText("");
        property.put(STRATEGY, before.isEmpty() ? strategy : before + "," + strategy);
    }

    private static boolean setBytes(JsonNode property) {
        JsonNode value = property != null ? property : Json.object();
        JsonNode text =
                value.has("additionalProperties") ? value.get("additionalProperties") : value;
        if (text instanceof ObjectNode object && "string".equals(object.path("type").asText())) {
            object.put("format", "byte");
            return true;
        }
        return false;
    }
}
