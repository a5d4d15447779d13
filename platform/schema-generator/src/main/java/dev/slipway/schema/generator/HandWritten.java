package dev.slipway.schema.generator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Yaml;
import dev.slipway.model.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The schemas of kinds that the model library does not have: a YAML file for each version of a
/// group, with `groupVersion`, `kinds` (the definition of each kind) and `definitions`, which may
/// refer to each other and to the generated ones.
record HandWritten(GroupVersion groupVersion, ObjectNode kinds, ObjectNode definitions) {
    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    static HandWritten read(Path file) throws IOException {
        YamlDocument document = Yaml.parse(Files.readString(file), file.toString()).getFirst();
        ObjectNode tree = document.object();
        return new HandWritten(
                GroupVersion.parse(tree.path("groupVersion").asText()),
                part(document, "kinds"),
                part(document, "definitions"));
    }

    private static ObjectNode part(YamlDocument document, String name) {
        if (document.object().get(name) instanceof ObjectNode part) {
            return part;
        }
        throw new IllegalArgumentException(document.place(name) + ": no object " + name);
    }
}
