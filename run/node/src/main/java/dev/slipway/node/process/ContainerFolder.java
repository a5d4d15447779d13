package dev.slipway.node.process;

import dev.slipway.node.AtomicFiles;
import dev.slipway.node.ContainerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The folder of one start of a container, `POD/containers/NAME/ATTEMPT`:
///
/// ```
/// container.json   what was started                      written by the server
/// root/            the container's own copy of its image
/// log, log.*       its output
/// claim/           made by whoever decides: the supervisor to start, or a server not to
/// supervisor, pid  who they are: PID START-TIME BOOT     written by the supervisor
/// exit             exit code                             written by the supervisor
/// outcome          exit code and reason, once nothing is left running; by the server
/// ```
record ContainerFolder(ContainerId id, Path path) {
    static ContainerFolder of(ContainerId id, Path podFolder) {
        return new ContainerFolder(
                id,
                podFolder
                        .resolve("containers")
                        .resolve(id.name())
                        .resolve(Integer.toString(id.attempt())));
    }

    /// Every container's folder under a pod's, ordered by name and attempt. A pod's folder ends in
    /// `_UID`.
    static List<ContainerFolder> under(Path podFolder) {
        List<ContainerFolder> found = new ArrayList<>();
        String podName = podFolder.getFileName().toString();
        String uid = podName.substring(podName.lastIndexOf('_') + 1);
        for (Path container : children(podFolder.resolve("containers"))) {
            for (Path attempt : children(container)) {
                try {
                    int number = Integer.parseInt(attempt.getFileName().toString());
                    ContainerId id =
                            new ContainerId(uid, container.getFileName().toString(), number);
                    found.add(new ContainerFolder(id, attempt));
                } catch (NumberFormatException _) {
                    // Not ours; somebody looks around in there.
                }
            }
        }
        found.sort(
                Comparator.comparing((ContainerFolder f) -> f.id().name())
                        .thenComparingInt(f -> f.id().attempt()));
        return found;
    }

    static List<Path> children(Path folder) {
        List<Path> children = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return children;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, Files::isDirectory)) {
            stream.forEach(children::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return children;
    }

    Path root() {
        return path.resolve("root");
    }

    Path log() {
        return path.resolve("log");
    }

    Path recordFile() {
        return path.resolve("container.json");
    }

    Path outcomeFile() {
        return path.resolve("outcome");
    }

    Path exitFile() {
        return path.resolve("exit");
    }

    ProcessTable.@Nullable Identity main() {
        return identity("pid");
    }

    ProcessTable.@Nullable Identity supervisor() {
        return identity("supervisor");
    }

    /// The container was started then. The record is written just before its first process and
    /// never again, so that every server tells the same time.
    Instant startedAt() {
        Instant started = modified(recordFile());
        return started != null ? started : Instant.EPOCH;
    }

    @Nullable Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes sure that no supervisor will start this container any more; false if one has begun to.
    boolean claim() {
        try {
            Files.createDirectory(path.resolve("claim"));
            return true;
        } catch (java.nio.file.FileAlreadyExistsException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessTable.@Nullable Identity identity(String file) {
        String line = AtomicFiles.readIfPresent(path.resolve(file));
        return line == null ? null : ProcessTable.Identity.parse(line);
    }
}
