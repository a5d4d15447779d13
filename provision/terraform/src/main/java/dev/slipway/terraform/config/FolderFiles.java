package dev.slipway.terraform.config;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The files of a folder on the disk, none larger than 64 MiB. Thread-safe.
public final class FolderFiles implements ConfigFiles {
    private static final long FILE_BYTES_MAX = 64L << 20;

    private final Path workingFolder;

    public FolderFiles(Path workingFolder) {
        this.workingFolder = requireNonNull(workingFolder, "workingFolder");
    }

    @Override
    public @Nullable List<String> names(String folder) throws IOException {
        Path at = at(folder);
        if (!Files.isDirectory(at)) {
            return null;
        }
        try (Stream<Path> all = Files.list(at)) {
            return all.filter(Files::isRegularFile)
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public byte[] read(String folder, String name) throws IOException {
        Path file = at(folder).resolve(name);
        long size = Files.size(file);
        if (size > FILE_BYTES_MAX) {
            throw new IOException(
                    size + " bytes (expected: at most " + (FILE_BYTES_MAX >> 20) + " MiB)");
        }
        return Files.readAllBytes(file);
    }

    private Path at(String folder) {
        return workingFolder.resolve(folder).normalize();
    }
}
