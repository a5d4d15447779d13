package dev.slipway.terraform.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.backend.Backends;
import dev.slipway.hcl.json.JsonException;
import dev.slipway.hcl.json.JsonText;
import dev.slipway.hcl.json.JsonValues;
import dev.slipway.hcl.text.GoQuote;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.terraform.version.TerraformVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// What a folder was initialised with: which backend, with which settings, in `terraform.tfstate`
/// of the data folder, as Terraform keeps it. `hash` is of what the configuration alone says.
/// Immutable.
record BackendRecord(String type, SortedMap<String, Value> settings, long hash) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NAME = "terraform.tfstate";

    BackendRecord {
        settings = new TreeMap<>(settings);
    }

    /// Null if the folder was not initialised, or with files of this machine.
    static @Nullable BackendRecord read(Path dataFolder) {
        Path file = dataFolder.resolve(NAME);
        try {
            JsonNode backend = MAPPER.readTree(Files.readAllBytes(file)).path("backend");
            if (backend.isMissingNode() || backend.isNull()) {
                return null;
            }
            String type = backend.path("type").asText("");
            SortedMap<String, Type> types = Backends.types(type);
            SortedMap<String, Value> settings = new TreeMap<>();
            for (Map.Entry<String, JsonNode> each : backend.path("config").properties()) {
                if (!each.getValue().isNull()) {
                    settings.put(
                            each.getKey(),
                            Conversion.convert(
                                    JsonValues.read(each.getValue().toString()),
                                    types.getOrDefault(each.getKey(), Type.Any.DYNAMIC)));
                }
            }
            return new BackendRecord(type, settings, backend.path("hash").asLong());
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | JsonException | ConversionException e) {
            throw new FolderException(
                    "Backend record cannot be read",
                    file + ": " + e.getMessage() + ". Run slipway stack init -reconfigure.");
        }
    }

    static void remove(Path dataFolder) {
        try {
            Files.deleteIfExists(dataFolder.resolve(NAME));
        } catch (IOException e) {
            throw new FolderException("Backend record", String.valueOf(e.getMessage()));
        }
    }

    /// `types` are those of all settings there are.
    void write(Path dataFolder, SortedMap<String, Type> types) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("version", 3).put("terraform_version", TerraformVersion.TEXT);
        ObjectNode backend = json.putObject("backend").put("type", type);
        ObjectNode config = backend.putObject("config");
        try {
            for (String each : types.keySet()) {
                Value value = settings.get(each);
                config.set(
                        each,
                        value == null
                                ? MAPPER.nullNode()
                                : MAPPER.readTree(JsonText.of(value.unmarked())));
            }
            backend.put("hash", hash);
            Files.createDirectories(dataFolder);
            Path fresh = dataFolder.resolve(NAME + ".new");
            Files.write(fresh, text(json).getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, dataFolder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new FolderException(
                    "Backend record cannot be written", String.valueOf(e.getMessage()));
        }
    }

    private static String text(ObjectNode json) throws JsonProcessingException {
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter(
                        Separators.createDefaultInstance()
                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        return MAPPER.writer(printer).writeValueAsString(json);
    }

    /// The sum by which Terraform notices that the configuration changed: CRC-32 of all values in a
    /// form that was seen of Terraform 1.11.4.
    static long hash(String type, Map<String, Value> settings, SortedMap<String, Type> types) {
        StringBuilder text = new StringBuilder();
        text.append('<').append(GoQuote.quoted(type)).append(";<");
        for (String each : types.keySet()) {
            Value value = settings.get(each);
            append(value == null ? Values.NULL : value, text);
            text.append(';');
        }
        text.append(">;>");
        CRC32 sum = new CRC32();
        sum.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    private static void append(Value value, StringBuilder text) {
        switch (value.unmarked()) {
            case Value.Text(String each) -> text.append(GoQuote.quoted(each));
            case Value.Bool bool -> text.append(bool.isTrue() ? 'T' : 'F');
            case Value.Numeric number -> text.append(number.number());
            case Value.Sequence sequence -> {
                text.append('[');
                sequence.elements()
                        .forEach(each -> {
                            append(each, text);
                            text.append(';');
                        });
                text.append(']');
            }
            case Value.Mapping mapping -> {
                boolean isMap = mapping.type() instanceof Type.MapOf;
                text.append(isMap ? '{' : '<');
                mapping.elements()
                        .forEach((key, each) -> {
                            if (isMap) {
                                text.append(GoQuote.quoted(key)).append(':');
                            }
                            append(each, text);
                            text.append(';');
                        });
                text.append(isMap ? '}' : '>');
            }
            case Value.Null _, Value.Unknown _, Value.Marked _ -> text.append('~');
        }
    }
}
