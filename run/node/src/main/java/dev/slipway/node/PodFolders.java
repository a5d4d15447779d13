package dev.slipway.node;

import dev.slipway.model.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The folders of pods, named `NAMESPACE_NAME_UID`; none of the three can hold an underscore.
final class PodFolders {
    private PodFolders() {}

    /// A folder that may be a pod's.
    record Found(Path path, ObjectKey key, String uid) {}

    static Path of(Path folder, ObjectKey key, String uid) {
        return folder.resolve(key.namespace() + "_" + key.name() + "_" + uid);
    }

    static List<Found> list(Path folder) {
        List<Found> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path path : folders) {
                String[] parts = path.getFileName().toString().split("_", -1);
                if (parts.length == 3) {
                    found.add(new Found(path, new ObjectKey(parts[0], parts[1]), parts[2]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
