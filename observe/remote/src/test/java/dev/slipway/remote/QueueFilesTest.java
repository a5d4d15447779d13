package dev.slipway.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.remote.QueueFiles.QueueRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueFilesTest {
    private static final String LAST = "the end";

    @TempDir private Path folder;

    @Test
    void recordsComeInTheirOrderAcrossFiles() throws Exception {
        try (QueueFiles files = open(100)) {
            append(files, 50);
            assertThat(read(files, Position.START)).hasSize(50).startsWith("record 0");
        }
        assertThat(segments()).hasSizeGreaterThan(5);
    }

    @Test
    void readingGoesOnAtAPosition() throws Exception {
        try (QueueFiles files = open(30)) {
            append(files, 10);
            Position position = Position.START;
            for (int i = 0; i < 4; i++) {
                position = record(files, position).next();
            }
            assertThat(read(files, position)).hasSize(6).startsWith("record 4");
            files.trim(position);
            assertThat(read(files, position)).hasSize(6);
            assertThat(read(files, Position.START)).contains("record 4").hasSizeLessThan(10);
        }
    }

    @Test
    void aTornEndIsSkippedAndNothingIsWrittenBehindIt() throws Exception {
        try (QueueFiles files = open(10_000)) {
            append(files, 5);
        }
        Path torn = segments().getFirst();
        byte[] bytes = Files.readAllBytes(torn);
        for (int cut = 1; cut < 20; cut += 3) {
            Files.write(torn, Arrays.copyOf(bytes, bytes.length - cut));
            try (QueueFiles files = open(10_000)) {
                files.append(LAST.getBytes(UTF_8), 1);
                List<String> found = read(files, Position.START);
                assertThat(found).startsWith("record 0", "record 1", "record 2", "record 3");
                assertThat(found).endsWith(LAST).doesNotContain("record 4");
            }
        }
    }

    @Test
    void damageIsNeverHandedOut() throws Exception {
        try (QueueFiles files = open(100)) {
            append(files, 40);
        }
        Random random = new Random(11);
        for (Path each : segments()) {
            byte[] whole = Files.readAllBytes(each);
            for (int round = 0; round < 3; round++) {
                byte[] bytes = whole.clone();
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
                Files.write(each, bytes);
                try (QueueFiles files = open(100)) {
                    files.append(LAST.getBytes(UTF_8), 1);
                    assertThat(read(files, Position.START))
                            .allMatch(text -> text.equals(LAST) || text.matches("record \\d+"))
                            .contains(LAST);
                }
            }
            Files.write(each, whole);
        }
    }

    @Test
    void aDamagedPositionMeansAllOfIt() throws IOException {
        Progress progress = new Progress(folder);
        progress.begin(new Position(7, 99), 0);
        progress.save();
        assertThat(new Progress(folder).done()).isEqualTo(new Position(7, 99));
        Files.write(folder.resolve("position"), new byte[] {1}, StandardOpenOption.WRITE);
        assertThat(new Progress(folder).done()).isEqualTo(Position.START);
        Files.write(folder.resolve("position"), new byte[] {1});
        assertThat(new Progress(folder).done()).isEqualTo(Position.START);
    }

    @Test
    void thePositionMovesOnlyOverWhatIsDone() {
        Progress progress = new Progress(folder);
        Progress.Pending first = progress.begin(new Position(1, 10), 2);
        Progress.Pending second = progress.begin(new Position(2, 10), 1);
        assertThat(progress.finish(second)).isFalse();
        assertThat(progress.finish(first)).isFalse();
        assertThat(progress.done()).isEqualTo(Position.START);
        assertThat(progress.finish(first)).isTrue();
        assertThat(progress.done()).isEqualTo(new Position(2, 10));
        assertThat(progress.isIdle()).isTrue();
    }

    private QueueFiles open(int segmentBytes) {
        return new QueueFiles(folder, segmentBytes, 1 << 20, 1);
    }

    private static void append(QueueFiles files, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            files.append(("record " + i).getBytes(UTF_8), 1);
        }
    }

    /// All that can be had without waiting: a mark is put behind it.
    private static List<String> read(QueueFiles files, Position position) throws Exception {
        files.append("mark".getBytes(UTF_8), 1);
        List<String> found = new ArrayList<>();
        QueueRecord record = record(files, position);
        while (!text(record).equals("mark")) {
            found.add(text(record));
            record = record(files, record.next());
        }
        return found;
    }

    private static QueueRecord record(QueueFiles files, Position position) throws Exception {
        QueueRecord record = files.await(position);
        if (record == null) {
            throw new AssertionError("closed");
        }
        return record;
    }

    private static String text(QueueRecord record) {
        return new String(record.body(), UTF_8);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> each.toString().endsWith(".queue")).sorted().toList();
        }
    }
}
