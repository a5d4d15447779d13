package dev.slipway.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for one measurement, on the disk that is measured, removed when closed.
public record BenchFolder(Path path) implements AutoCloseable {

    /// A new folder below the one that the system property `slipway.bench.folder` names.
    public static BenchFolder create() {
        try {
            Path parent =
                    Path.of(
                            System.getProperty(
                                    "slipway.bench.folder", System.getProperty("java.io.tmpdir")));
            return new BenchFolder(Files.createTempDirectory(parent, "bench"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
