package dev.slipway.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Reads and writes YAML as people write manifests, into and from JSON trees. Thread-safe.
///
/// A plain scalar means what it means to `kubectl`, which is nearly YAML 1.1: `yes`, `no`, `on`,
/// `off`, `y` and `n` are booleans, `0644` is octal, `1_000` is a thousand, dates are strings. A
/// key is the text as written (so `on:` and `8080:` stay what they look like), and must be unique.
/// Anchors, aliases and `<<` are followed. Size, depth and what aliases expand to are limited.
public final class Yaml {
    private Yaml() {}

    /// The documents of a file, JSON included; empty ones are left out. `source` is the name of the
    /// file in messages. Throws [ApiException] (`BAD_REQUEST`) with the place of what is wrong.
    public static List<YamlDocument> parse(String text, String source) {
        if (text.stripLeading().startsWith("{") && text.length() <= YamlReader.CHARACTERS_MAX) {
            List<JsonNode> objects = Json.parseAll(text);
            if (!objects.isEmpty()) {
                return objects.stream().map(tree -> ofJson(tree, text, source)).toList();
            }
        }
        return new YamlReader(text, source).documents();
    }

    private static YamlDocument ofJson(JsonNode tree, String text, String source) {
        return new YamlDocument(tree, source, () -> YamlReader.compose(text));
    }

    /// The tree as YAML in blocks, keys in the order given, text of several lines as blocks.
    public static String write(JsonNode tree) {
        return new YamlWriter().document(tree);
    }
}
