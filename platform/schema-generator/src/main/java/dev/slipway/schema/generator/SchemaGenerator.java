package dev.slipway.schema.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The program: `SchemaGenerator HAND_WRITTEN_FOLDER OUTPUT_FOLDER`. It writes
///
/// - `kinds.txt`: a line `GROUP_VERSION KIND DEFINITION` for every kind,
/// - `definitions.txt`: a line with name, tab and JSON for every definition, for validation and
///   patches,
/// - `documented.txt`: the same with descriptions, for OpenAPI.
///
/// It does nothing if nothing changed since the last run.
public final class SchemaGenerator {
    private static final String GVK = "x-kubernetes-group-version-kind";

    private final ObjectNode definitions;
    private final TreeMap<GroupVersion, TreeMap<String, String>> kinds = new TreeMap<>();

    private SchemaGenerator(ObjectNode definitions) {
        this.definitions = definitions;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException(
                    "arguments: %s (expected: HAND_WRITTEN_FOLDER OUTPUT_FOLDER)"
                            .formatted(List.of(arguments)));
        }
        Path output = Path.of(arguments[1]);
        List<Path> handWritten = HandWritten.files(Path.of(arguments[0]));
        Fingerprint fingerprint = Fingerprint.of(handWritten);
        if (fingerprint.matches(output)) {
            return;
        }
        generate(handWritten).write(output);
        fingerprint.write(output);
    }

    static SchemaGenerator generate(List<Path> handWritten) throws IOException {
        Definitions generated = new Definitions();
        SortedMap<GroupVersion, List<Class<?>>> classes = ModelClasses.kinds();
        Map<Class<?>, String> names = new java.util.HashMap<>();
        for (List<Class<?>> ofVersion : classes.values()) {
            for (Class<?> type : ofVersion) {
                names.put(type, generated.add(type));
            }
        }
        ObjectNode definitions = generated.tree();
        Facts.load().applyTo(definitions);
        SchemaGenerator generator = new SchemaGenerator(definitions);
        classes.forEach((version, ofVersion) ->
                ofVersion.forEach(type ->
                        generator.addKind(
                                version, type.getSimpleName(), names.getOrDefault(type, ""))));
        for (Path file : handWritten) {
            generator.add(HandWritten.read(file));
        }
        return generator;
    }

    private void add(HandWritten written) {
        definitions.setAll(written.definitions());
        for (var kind : written.kinds().properties()) {
            addKind(written.groupVersion(), kind.getKey(), kind.getValue().asText());
        }
    }

    private void addKind(GroupVersion version, String kind, String definitionName) {
        if (!(definitions.get(definitionName) instanceof ObjectNode definition)) {
            throw new IllegalStateException("No definition is named " + definitionName);
        }
        ArrayNode types = definition.withArray(GVK);
        types.addObject()
                .put("group", version.group())
                .put("kind", kind)
                .put("version", version.version());
        kinds.computeIfAbsent(version, _ -> new TreeMap<>()).put(kind, definitionName);
    }

    ObjectNode definitions() {
        return definitions;
    }

    private void write(Path output) throws IOException {
        Files.createDirectories(output);
        StringBuilder list = new StringBuilder();
        Set<String> roots = new TreeSet<>();
        kinds.forEach((version, ofVersion) ->
                ofVersion.forEach((kind, name) -> {
                    list.append("%s %s %s\n".formatted(version, kind, name));
                    roots.add(name);
                }));
        Files.writeString(output.resolve("kinds.txt"), list);
        Set<String> used = References.closure(definitions, roots);
        StringBuilder lean = new StringBuilder();
        StringBuilder documented = new StringBuilder();
        for (String name : used) {
            ObjectNode definition = ((ObjectNode) definitions.path(name)).deepCopy();
            documented.append(line(name, definition));
            definition.remove(GVK);
            withoutProse(definition, false);
            lean.append(line(name, definition));
        }
        Files.writeString(output.resolve("definitions.txt"), lean);
        Files.writeString(output.resolve("documented.txt"), documented);
    }

    private static String line(String name, ObjectNode definition) {
        return name + "\t" + new String(Json.bytes(definition), StandardCharsets.UTF_8) + "\n";
    }

    /// A property may be called `description`: only those of schemas are removed.
    private static void withoutProse(JsonNode node, boolean names) {
        if (node instanceof ObjectNode object) {
            if (!names) {
                object.remove(List.of("description", "title"));
            }
            for (var field : object.properties()) {
                withoutProse(field.getValue(), !names && field.getKey().equals("properties"));
            }
        } else {
            node.forEach(element -> withoutProse(element, false));
        }
    }
}
