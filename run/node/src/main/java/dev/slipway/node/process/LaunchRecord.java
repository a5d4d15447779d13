package dev.slipway.node.process;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.node.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a container was started with, as kept in its folder (`container.json`, readable by the
/// owner only: the environment holds secrets).
record LaunchRecord(
        int version,
        ObjectKey pod,
        String image,
        String imageId,
        List<String> command,
        Map<String, String> environment,
        String workingFolder,
        String group,
        int stopSignal) {
    static final int VERSION = 1;

    LaunchRecord {
        requireNonNull(pod, "pod");
        requireNonNull(image, "image");
        requireNonNull(imageId, "imageId");
        command = command == null ? List.of() : List.copyOf(command);
        environment = environment == null ? Map.of() : Map.copyOf(environment);
        requireNonNull(workingFolder, "workingFolder");
        requireNonNull(group, "group");
    }

    void write(Path file) throws IOException {
        AtomicFiles.write(file, Json.bytes(this));
    }

    /// Null if it was never written.
    static @Nullable LaunchRecord read(Path file) throws IOException {
        try {
            return Json.convert(Json.parseObject(Files.readAllBytes(file)), LaunchRecord.class);
        } catch (NoSuchFileException _) {
            return null;
        }
    }
}
