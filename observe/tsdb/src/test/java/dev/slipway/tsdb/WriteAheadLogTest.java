package dev.slipway.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.tsdb.block.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WriteAheadLogTest {
    @TempDir private Path folder;

    @Test
    void replaysWhatWasWrittenOverManySegments() {
        write(0, 500);
        assertThat(replay()).isEqualTo(numbers(500));
        write(500, 510);
        assertThat(replay()).isEqualTo(numbers(510));
    }

    @Test
    void cutsOffATornEndAndGoesOn() throws IOException {
        write(0, 10);
        Path last = last();
        byte[] bytes = Files.readAllBytes(last);
        Files.write(last, java.util.Arrays.copyOf(bytes, bytes.length - 3));
        assertThat(replay()).isEqualTo(numbers(9));
        write(9, 12);
        assertThat(replay()).isEqualTo(numbers(12));
    }

    @Test
    void answersAPrefixWhateverByteIsDamaged() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 30; round++) {
            clear();
            write(0, 300);
            List<Path> files = files();
            Path damaged = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(damaged);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(damaged, bytes);
            List<Long> found = replay();
            assertThat(found).isEqualTo(numbers(found.size())).hasSizeLessThan(300);
            assertThat(replay()).isEqualTo(found);
        }
    }

    private void write(int from, int to) {
        try (WriteAheadLog log = new WriteAheadLog(folder, 1024, Disk.REAL)) {
            log.replay(record -> {});
            RecordBuffer record = new RecordBuffer();
            for (long i = from; i < to; i++) {
                record.clear();
                record.putVarint(i);
                record.putText("x".repeat((int) i % 50));
                log.append(record);
            }
            log.syncAll();
        }
    }

    private List<Long> replay() {
        List<Long> found = new ArrayList<>();
        try (WriteAheadLog log = new WriteAheadLog(folder, 1024, Disk.REAL)) {
            log.replay(record -> found.add(record.readVarint()));
        }
        return found;
    }

    private static List<Long> numbers(int count) {
        List<Long> numbers = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private void clear() throws IOException {
        try (var entries = Files.list(folder)) {
            for (Path each : entries.toList()) {
                Files.delete(each);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private Path last() throws IOException {
        return files().getLast();
    }
}
