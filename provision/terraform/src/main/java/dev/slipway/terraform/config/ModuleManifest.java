package dev.slipway.terraform.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.hcl.source.Diagnostics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which modules `init` installed, and where: `modules/modules.json` in the data folder, as
/// Terraform writes it. Immutable.
public record ModuleManifest(Map<String, Installed> modules) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// A module by the path of calls to it: where it lies, relative to the working folder, and what
    /// was asked for.
    public record Installed(String source, String version, String folder) {}

    public ModuleManifest {
        modules = Map.copyOf(modules);
    }

    /// Nothing is installed where there is no such file.
    public static ModuleManifest read(Path dataFolder, Diagnostics diagnostics) {
        Path file = dataFolder.resolve("modules/modules.json");
        if (!Files.exists(file)) {
            return new ModuleManifest(Map.of());
        }
        Map<String, Installed> modules = new HashMap<>();
        try {
            for (JsonNode each : MAPPER.readTree(file.toFile()).path("Modules")) {
                modules.put(
                        each.path("Key").asText(""),
                        new Installed(
                                each.path("Source").asText(""),
                                each.path("Version").asText(""),
                                each.path("Dir").asText("")));
            }
        } catch (IOException e) {
            diagnostics.error(
                    "Failed to read module manifest",
                    file + " cannot be read: " + e.getMessage() + ". Run init again.",
                    null);
        }
        return new ModuleManifest(modules);
    }

    /// Keeps it in the data folder, as Terraform does.
    public void write(Path dataFolder) throws IOException {
        ObjectNode json = MAPPER.createObjectNode();
        ArrayNode all = json.putArray("Modules");
        new TreeMap<>(modules)
                .forEach((key, each) -> {
                    ObjectNode one = all.addObject().put("Key", key).put("Source", each.source());
                    if (!each.version().isEmpty()) {
                        one.put("Version", each.version());
                    }
                    one.put("Dir", each.folder());
                });
        Path folder = dataFolder.resolve("modules");
        Files.createDirectories(folder);
        Path fresh = folder.resolve("modules.json.new");
        Files.write(fresh, MAPPER.writeValueAsBytes(json));
        Files.move(fresh, folder.resolve("modules.json"), StandardCopyOption.REPLACE_EXISTING);
    }

    public @Nullable Installed find(String key) {
        return modules.get(key);
    }
}
