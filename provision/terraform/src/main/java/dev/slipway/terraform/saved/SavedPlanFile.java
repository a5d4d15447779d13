package dev.slipway.terraform.saved;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.state.State;
import dev.slipway.state.StateException;
import dev.slipway.state.StateFile;
import dev.slipway.terraform.config.ModuleManifest;
import dev.slipway.terraform.plan.Plan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Saved plans as bytes: a ZIP with `plan` (MessagePack), `state` and `state-before` (version 4),
/// `modules.json`, `lock.hcl` and the configuration's files under `config/`. Stateless.
public final class SavedPlanFile {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CONFIG = "config/";
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final long BYTES_MAX = 1L << 30;

    private SavedPlanFile() {}

    /// Whether a file looks like a saved plan, rather than a state.
    public static boolean isPlan(byte[] file) {
        return file.length >= ZIP.length && Arrays.equals(file, 0, ZIP.length, ZIP, 0, ZIP.length);
    }

    public static byte[] write(SavedPlan saved) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "plan", PlanPacker.pack(saved.plan()));
            put(zip, "state", StateFile.write(saved.plan().prior()));
            put(zip, "state-before", StateFile.write(saved.plan().previous()));
            put(zip, "modules.json", MAPPER.writeValueAsBytes(json(saved.modules())));
            put(zip, "lock.hcl", saved.lock().getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> each : saved.files().entrySet()) {
                put(zip, CONFIG + each.getKey(), each.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Writing into memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static ObjectNode json(ModuleManifest manifest) {
        ObjectNode json = MAPPER.createObjectNode();
        new TreeMap<>(manifest.modules())
                .forEach((key, each) -> {
                    ArrayNode parts = json.putArray(key);
                    parts.add(each.source()).add(each.version()).add(each.folder());
                });
        return json;
    }

    /// @param place what is read, for messages
    /// @throws IOException that says what was found, if it is no plan of this version
    public static SavedPlan read(byte[] file, String place) throws IOException {
        try {
            return read(entries(file));
        } catch (StateException | IOException e) {
            throw new IOException(
                    place + ": no saved plan that can be used here: " + e.getMessage(), e);
        }
    }

    private static Map<String, byte[]> entries(byte[] file) throws IOException {
        if (!isPlan(file)) {
            throw new IOException("it has another format (expected: a ZIP)");
        }
        Map<String, byte[]> entries = new HashMap<>();
        long left = BYTES_MAX;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
                left -= content.length;
                if (left < 0) {
                    throw new IOException("more than " + BYTES_MAX + " bytes unpacked");
                }
                entries.put(entry.getName(), content);
            }
        }
        return entries;
    }

    private static SavedPlan read(Map<String, byte[]> entries) throws IOException {
        State prior = StateFile.read(entry(entries, "state"), "state");
        State previous = StateFile.read(entry(entries, "state-before"), "state-before");
        Plan plan = PlanUnpacker.unpack(entry(entries, "plan"), previous, prior);
        SortedMap<String, byte[]> files = new TreeMap<>();
        entries.forEach((name, content) -> {
            if (name.startsWith(CONFIG)) {
                files.put(name.substring(CONFIG.length()), content);
            }
        });
        return new SavedPlan(
                plan,
                files,
                modules(MAPPER.readTree(entry(entries, "modules.json"))),
                new String(entry(entries, "lock.hcl"), StandardCharsets.UTF_8));
    }

    private static byte[] entry(Map<String, byte[]> entries, String name) throws IOException {
        byte[] found = entries.get(name);
        if (found == null) {
            throw new IOException("\"" + name + "\" is missing in it");
        }
        return found;
    }

    private static ModuleManifest modules(JsonNode json) {
        Map<String, ModuleManifest.Installed> modules = new HashMap<>();
        json.properties()
                .forEach(each -> {
                    JsonNode parts = each.getValue();
                    modules.put(
                            each.getKey(),
                            new ModuleManifest.Installed(
                                    parts.path(0).asText(""),
                                    parts.path(1).asText(""),
                                    parts.path(2).asText("")));
                });
        return new ModuleManifest(modules);
    }
}
