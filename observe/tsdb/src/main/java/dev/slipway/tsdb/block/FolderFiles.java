package dev.slipway.tsdb.block;

import dev.slipway.series.SeriesException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Changes to folders that a crash leaves either done or undone.
final class FolderFiles {
    private FolderFiles() {}

    /// Writes a file as a whole: whoever reads sees the old or the new one.
    static void replace(Path file, byte[] bytes) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            move(temporary, file);
        } catch (IOException e) {
            throw new SeriesException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    static void move(Path source, Path target) {
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            force(target.resolveSibling("."));
        } catch (IOException e) {
            throw new SeriesException(
                    "%s: cannot become %s: %s".formatted(source, target, e.getMessage()), e);
        }
    }

    /// Makes the names in a folder durable.
    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Nothing happens if there is no such folder.
    static void deleteTree(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be deleted: " + e.getMessage(), e);
        }
    }

    /// Makes a folder of hard links, durably: files are never changed, only replaced.
    static void linkTree(Path source, Path target) {
        try (Stream<Path> tree = Files.walk(source)) {
            for (Path each : tree.sorted().toList()) {
                Path made = target.resolve(source.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(made);
                } else {
                    Files.createLink(made, each);
                }
            }
            force(target);
        } catch (IOException e) {
            throw new SeriesException(
                    "%s: cannot be linked as %s: %s".formatted(source, target, e.getMessage()), e);
        }
    }

    static long sizeBytes(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            long sum = 0;
            for (Path each : tree.filter(Files::isRegularFile).toList()) {
                sum += Files.size(each);
            }
            return sum;
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be measured: " + e.getMessage(), e);
        }
    }
}
