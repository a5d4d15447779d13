package dev.slipway.provider.testing;

import dev.slipway.hcl.json.JsonException;
import dev.slipway.hcl.json.JsonText;
import dev.slipway.hcl.json.JsonValues;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.TypeJson;
import dev.slipway.provider.wire.DynamicValues;
import dev.slipway.provider.wire.Message;
import dev.slipway.provider.wire.MessageWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The "cloud" of [TestProvider]: a folder with a JSON file for each object, `TYPE.ID.json`, which
/// several processes see, and a list of what was done, `events.log`. Tests change the files to make
/// drift. Safe for many threads and processes, as long as each object has one writer.
public final class RemoteObjects {
    private static final String EVENTS = "events.log";
    private static final String DYNAMIC = "anything";

    private final Path folder;

    public RemoteObjects(Path folder) {
        this.folder = folder;
    }

    /// `null` if there is none.
    public @Nullable Value find(String resourceType, String id, Type type) {
        Path file = file(resourceType, id);
        return Files.exists(file) ? read(file, type) : null;
    }

    /// Every object of the type.
    public List<Value> all(String resourceType, Type type) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each ->
                            each.getFileName().toString().startsWith(resourceType + ".")
                                    && each.toString().endsWith(".json"))
                    .sorted()
                    .map(each -> read(each, type))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void put(String resourceType, Value object) {
        Map<String, Value> attributes = new TreeMap<>(Values.entries(object));
        Value any = attributes.get(DYNAMIC);
        try {
            if (any != null && !any.isNull()) {
                byte[] type = TypeJson.write(any.type());
                attributes.put(
                        DYNAMIC,
                        Values.object(
                                Map.of(
                                        "type",
                                        JsonValues.read(new String(type, StandardCharsets.UTF_8)),
                                        "value",
                                        any)));
            }
            Path file = file(resourceType, Values.text(Things.at(object, "id")));
            Path written = Files.createTempFile(folder, "object", ".tmp");
            Files.writeString(written, JsonText.of(Values.object(attributes)));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JsonException e) {
            throw new IllegalStateException(e);
        }
    }

    public void remove(String resourceType, String id) {
        try {
            Files.deleteIfExists(file(resourceType, id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Notes that something was done.
    public void record(String event) {
        try {
            Files.writeString(
                    folder.resolve(EVENTS),
                    event + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What was done so far, in order.
    public List<String> events() {
        Path file = folder.resolve(EVENTS);
        try {
            return Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String resourceType, String id) {
        return folder.resolve(resourceType + "." + id.replaceAll("[^A-Za-z0-9_-]", "_") + ".json");
    }

    private static Value read(Path file, Type type) {
        try {
            byte[] json = Files.readAllBytes(file);
            byte[] message = new MessageWriter().bytes(2, json).toByteArray();
            return DynamicValues.read(Message.of(message), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
