package dev.slipway.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.model.Yaml;
import dev.slipway.model.YamlDocument;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A configuration as people may see it.
final class ConfigText {
    private static final String HIDDEN = "<secret>";
    private static final Set<String> SECRETS =
            Set.of(
                    "password",
                    "credentials",
                    "bearer_token",
                    "client_secret",
                    "client_certificate_key",
                    "secret_key",
                    "secret",
                    "token",
                    "key");

    /// Headers of these maps may hold anything.
    private static final Set<String> SECRET_MAPS =
            Set.of("proxy_connect_header", "http_headers", "headers");

    private ConfigText() {}

    /// The same configuration with secrets replaced by `<secret>`.
    static String withoutSecrets(String yaml, String source) {
        List<YamlDocument> documents = Yaml.parse(yaml, source);
        if (documents.isEmpty()) {
            return "";
        }
        JsonNode tree = documents.getFirst().tree().deepCopy();
        hide(tree);
        return Yaml.write(tree);
    }

    private static void hide(JsonNode node) {
        switch (node) {
            case ObjectNode object -> {
                for (Map.Entry<String, JsonNode> field : fields(object)) {
                    if (SECRETS.contains(field.getKey()) && field.getValue().isValueNode()) {
                        object.put(field.getKey(), HIDDEN);
                    } else if (SECRET_MAPS.contains(field.getKey())) {
                        hideAll(field.getValue());
                    } else {
                        hide(field.getValue());
                    }
                }
            }
            case ArrayNode array -> array.forEach(ConfigText::hide);
            default -> {
                // A value that is no secret.
            }
        }
    }

    private static void hideAll(JsonNode node) {
        switch (node) {
            case ObjectNode object -> {
                for (Map.Entry<String, JsonNode> field : fields(object)) {
                    if (field.getValue().isValueNode()) {
                        object.put(field.getKey(), HIDDEN);
                    } else {
                        hideAll(field.getValue());
                    }
                }
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    if (array.get(i).isValueNode()) {
                        array.set(i, TextNode.valueOf(HIDDEN));
                    } else {
                        hideAll(array.get(i));
                    }
                }
            }
            default -> {
                // Values are hidden by what holds them.
            }
        }
    }

    private static List<Map.Entry<String, JsonNode>> fields(ObjectNode object) {
        return List.copyOf(object.properties());
    }
}
