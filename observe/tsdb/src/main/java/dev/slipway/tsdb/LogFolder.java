package dev.slipway.tsdb;

import dev.slipway.series.SeriesException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The files of the log: which there are, in what order they are read, and what is done about
/// damaged ones (`docs/format/wal.md`). Not thread-safe, but for [#sizeBytes] and [#messages].
final class LogFolder {
    private static final System.Logger LOG = System.getLogger(LogFolder.class.getName());
    private static final Pattern SEGMENT = Pattern.compile("\\d{8}\\.log");
    private static final Pattern CHECKPOINT = Pattern.compile("\\d{8}\\.checkpoint");
    private static final String TEMPORARY = ".tmp";

    private final Path path;
    private final List<String> messages = new ArrayList<>();

    LogFolder(Path path) {
        this.path = path;
        try {
            Files.createDirectories(path);
            for (Path each : entries()) {
                if (each.getFileName().toString().endsWith(TEMPORARY)) {
                    Files.delete(each);
                }
            }
        } catch (IOException e) {
            throw new SeriesException(path + ": cannot be made: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    Path segment(int number) {
        return path.resolve("%08d.log".formatted(number));
    }

    Path temporaryCheckpoint(int number) {
        return path.resolve("%08d.checkpoint".formatted(number) + TEMPORARY);
    }

    /// What was wrong with the files, a sentence each.
    List<String> messages() {
        return List.copyOf(messages);
    }

    /// The number of the last segment.
    int replay(Consumer<RecordCursor> reader) {
        List<Path> checkpoints = matching(CHECKPOINT);
        int first = 0;
        if (!checkpoints.isEmpty()) {
            first = numberOf(checkpoints.getLast());
            readCheckpoint(checkpoints.getLast(), reader);
        }
        int number = first;
        List<Path> segments = new ArrayList<>();
        for (Path each : matching(SEGMENT)) {
            if (numberOf(each) >= first) {
                segments.add(each);
                number = numberOf(each);
            }
        }
        deleteBefore(first);
        readSegments(segments, reader);
        return number;
    }

    /// Gives the checkpoint its name, durably, and deletes what it replaces.
    void publishCheckpoint(int number) throws IOException {
        Path target = path.resolve("%08d.checkpoint".formatted(number));
        Files.move(temporaryCheckpoint(number), target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(path)) {
            directory.force(true);
        }
        deleteBefore(number);
    }

    long sizeBytes() {
        try {
            long sum = 0;
            for (Path each : entries()) {
                sum += sizeOf(each);
            }
            return sum;
        } catch (IOException e) {
            throw new SeriesException(path + ": cannot be measured: " + e.getMessage(), e);
        }
    }

    private void readSegments(List<Path> segments, Consumer<RecordCursor> reader) {
        for (int i = 0; i < segments.size(); i++) {
            LogSegment segment = readAll(segments.get(i), reader);
            if (!segment.isAtEnd()) {
                repair(segments.get(i), segment, segments.subList(i + 1, segments.size()));
                return;
            }
        }
    }

    /// What is whole of it is used: the segments that it replaced are gone.
    private void readCheckpoint(Path checkpoint, Consumer<RecordCursor> reader) {
        LogSegment segment = readAll(checkpoint, reader);
        if (!segment.isAtEnd()) {
            try {
                Files.copy(checkpoint, damaged(checkpoint), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new SeriesException(
                        checkpoint + ": cannot be set aside: " + e.getMessage(), e);
            }
            report(
                    "%s: damaged at byte %d, samples of the head after it are lost"
                            .formatted(checkpoint, segment.position()));
        }
    }

    /// Up to the end, or to what is no whole record.
    private static LogSegment readAll(Path file, Consumer<RecordCursor> reader) {
        LogSegment segment = LogSegment.read(file);
        while (segment.hasNext()) {
            try {
                reader.accept(segment.next());
            } catch (LogDamagedException e) {
                // The bytes are as they were written, so this is no damage to repair: another
                // version wrote them, or a bug did.
                throw new SeriesException(file + ": cannot be understood: " + e.getMessage(), e);
            }
        }
        return segment;
    }

    private void repair(Path file, LogSegment segment, List<Path> later) {
        boolean torn = later.isEmpty() && segment.isTorn();
        try {
            if (!torn) {
                Files.copy(file, damaged(file), StandardCopyOption.REPLACE_EXISTING);
                for (Path each : later) {
                    Files.move(each, damaged(each), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
                open.truncate(segment.position());
                open.force(true);
            }
            if (segment.position() == 0) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new SeriesException(file + ": cannot be repaired: " + e.getMessage(), e);
        }
        report(
                torn
                        ? "%s: torn at byte %d, cut off".formatted(file, segment.position())
                        : "%s: damaged at byte %d, this and %d later segments were set aside"
                                .formatted(file, segment.position(), later.size()));
    }

    private void report(String message) {
        messages.add(message);
        LOG.log(System.Logger.Level.WARNING, "Log repaired {0}", message);
    }

    private void deleteBefore(int number) {
        try {
            for (Path each : entries()) {
                String name = each.getFileName().toString();
                boolean known =
                        SEGMENT.matcher(name).matches() || CHECKPOINT.matcher(name).matches();
                if (known && numberOf(each) < number) {
                    Files.delete(each);
                }
            }
        } catch (IOException e) {
            throw new SeriesException(path + ": cannot be tidied: " + e.getMessage(), e);
        }
    }

    private List<Path> matching(Pattern name) {
        try {
            return entries().stream()
                    .filter(each -> name.matcher(each.getFileName().toString()).matches())
                    .toList();
        } catch (IOException e) {
            throw new SeriesException(path + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.sorted().toList();
        }
    }

    /// 0 for one that was deleted meanwhile.
    private static long sizeOf(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static Path damaged(Path file) {
        return file.resolveSibling(file.getFileName() + ".damaged");
    }

    private static int numberOf(Path file) {
        return Integer.parseInt(file.getFileName().toString().substring(0, 8));
    }
}
