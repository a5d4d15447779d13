package dev.slipway.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.state.StateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// kubeconfig files, of which the first that names something goes before. Immutable.
record KubernetesConfig(String what, List<Document> documents) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// One file; paths in it begin at its folder.
    record Document(Path file, JsonNode content) {}

    KubernetesConfig {
        documents = List.copyOf(documents);
    }

    /// @param what for which this is, for messages
    /// @throws StateException if a file cannot be read, or is none of these
    static KubernetesConfig read(String what, List<Path> files) {
        List<Document> documents = new ArrayList<>();
        for (Path each : files) {
            try {
                Object loaded =
                        new Load(LoadSettings.builder().build())
                                .loadFromString(Files.readString(each));
                documents.add(new Document(each, MAPPER.valueToTree(loaded)));
            } catch (IOException | YamlEngineException e) {
                throw new StateException(
                        what + ": " + each + ": no kubeconfig can be read: " + e, e);
            }
        }
        return new KubernetesConfig(what, documents);
    }

    /// One of `contexts`, `clusters` or `users`; the current context for an empty name.
    JsonNode named(String list, String part, String name) {
        String wanted = name;
        for (Document each : documents) {
            wanted =
                    wanted.isEmpty() && list.equals("contexts")
                            ? each.content().path("current-context").asText("")
                            : wanted;
        }
        for (Document document : documents) {
            for (JsonNode each : document.content().path(list)) {
                if (each.path("name").asText("").equals(wanted)) {
                    return each.path(part);
                }
            }
        }
        if (wanted.isEmpty()) {
            return MAPPER.createObjectNode();
        }
        throw new StateException(
                what
                        + ": there is no \""
                        + wanted
                        + "\" among the "
                        + list
                        + " of "
                        + documents.stream().map(Document::file).toList());
    }

    /// A PEM text: in base64 as `NAME-data`, or in the file `NAME`; empty if there is neither.
    String content(JsonNode part, String name) {
        String data = part.path(name + "-data").asText("");
        if (!data.isEmpty()) {
            return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.US_ASCII);
        }
        String file = part.path(name).asText("");
        return file.isEmpty() ? "" : file(file);
    }

    String file(String name) {
        Path folder = documents.getFirst().file().toAbsolutePath().getParent();
        Path file = folder == null ? Path.of(name) : folder.resolve(name);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StateException(what + ": cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
