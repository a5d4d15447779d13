package dev.slipway.tsdb;

import dev.slipway.series.SeriesException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The folder of snapshots. One grows under a temporary name and appears as a whole; what a crash
/// left half made is removed with the next one. One thread at a time.
final class Snapshots {
    private static final String TEMPORARY = ".tmp";

    /// As Prometheus names them: the time in UTC, then something random.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final InstantSource clock;

    Snapshots(Path database, InstantSource clock) {
        folder = database.resolve("snapshots");
        this.clock = clock;
    }

    /// @param maker fills the folder that it is given
    Path make(BiConsumer<Path, RandomGenerator> maker) {
        SecureRandom random = new SecureRandom();
        String name = "%s-%016x".formatted(TIME.format(clock.instant()), random.nextLong());
        Path temporary = folder.resolve(name + TEMPORARY);
        try {
            Files.createDirectories(folder);
            deleteTemporary();
            Files.createDirectory(temporary);
            maker.accept(temporary, random);
            Path made = folder.resolve(name);
            Files.move(temporary, made, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel directory = FileChannel.open(folder)) {
                directory.force(true);
            }
            return made;
        } catch (IOException e) {
            throw new SeriesException(temporary + ": cannot be made: " + e.getMessage(), e);
        }
    }

    private void deleteTemporary() throws IOException {
        List<Path> doomed;
        try (Stream<Path> entries = Files.list(folder)) {
            doomed = entries.filter(each -> each.toString().endsWith(TEMPORARY)).toList();
        }
        for (Path each : doomed) {
            try (Stream<Path> tree = Files.walk(each)) {
                for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
