package dev.slipway.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The name a node keeps for life: pods belong to a node by name, and the name of a machine can
/// change with the network it is in. Stateless.
public final class NodeName {
    private static final String FILE = "node-name";

    private NodeName() {}

    /// The name used before with this folder of pods, or `proposed` from now on.
    public static String keep(Path pods, String proposed) {
        Path file = pods.resolve(FILE);
        String known = AtomicFiles.readIfPresent(file);
        if (known != null && !known.isBlank()) {
            return known.strip();
        }
        try {
            AtomicFiles.createFolders(pods);
            AtomicFiles.write(file, (proposed + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot write " + file + "; is the data folder writable?", e);
        }
        return proposed;
    }
}
