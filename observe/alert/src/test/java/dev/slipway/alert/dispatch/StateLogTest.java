package dev.slipway.alert.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.alert.Alert;
import dev.slipway.alert.Fingerprint;
import dev.slipway.alert.Silence;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateLogTest {
    @TempDir Path folder;

    private static List<StateRecord> records(Random random, int count) {
        List<StateRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record(random));
        }
        return records;
    }

    private static StateRecord record(Random random) {
        Instant time = Instant.ofEpochMilli(Math.abs(random.nextLong() % 4_000_000_000_000L));
        Labels labels = Labels.of("alertname", "Ä" + random.nextInt(5), "x", "\n\"\\");
        Fingerprint some = new Fingerprint(random.nextLong());
        return switch (random.nextInt(6)) {
            case 0 ->
                    new StateRecord.AlertKept(
                            new Alert(
                                    labels,
                                    Labels.of("a", "b"),
                                    time,
                                    time.plusNanos(1),
                                    time,
                                    random.nextBoolean(),
                                    "http://x"));
            case 1 -> new StateRecord.AlertGone(some);
            case 2 ->
                    new StateRecord.SilenceKept(
                            new Silence(
                                    "id",
                                    List.of(Matcher.of(Matcher.Type.NOT_REGEX, "a", "b|c")),
                                    time,
                                    time,
                                    time,
                                    "me",
                                    "why"));
            case 3 -> new StateRecord.SilenceGone("id");
            case 4 ->
                    new StateRecord.Told(
                            "k", new LogEntry(time, Set.of(some), Set.of(), time.plusSeconds(9)));
            default -> new StateRecord.ToldGone("k");
        };
    }

    private List<StateRecord> read() {
        List<StateRecord> found = new ArrayList<>();
        StateLog.open(folder, found::add).close();
        return found;
    }

    private Path file() {
        return folder.resolve("alerts.log");
    }

    private void write(List<StateRecord> records) {
        try (StateLog log = StateLog.open(folder, _ -> {})) {
            for (StateRecord each : records) {
                log.add(each);
            }
            log.sync();
        }
    }

    @Test
    void readsWhatWasWritten() {
        List<StateRecord> records = records(new Random(1), 200);
        write(records);
        assertThat(read()).isEqualTo(records);
    }

    @Test
    void writesAtTheEndOfWhatIsThere() {
        List<StateRecord> records = records(new Random(2), 20);
        write(records.subList(0, 10));
        write(records.subList(10, 20));
        assertThat(read()).isEqualTo(records);
    }

    @Test
    void losesOnlyTheRecordThatWasBeingWritten() throws Exception {
        List<StateRecord> records = records(new Random(3), 5);
        write(records);
        byte[] whole = Files.readAllBytes(file());
        int most = -1;
        for (int length = StateLog.MAGIC.length; length <= whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            List<StateRecord> found = read();
            assertThat(found).isEqualTo(records.subList(0, found.size()));
            assertThat(found.size()).isGreaterThanOrEqualTo(most);
            most = found.size();
            assertThat(folder.resolve("alerts.log.damaged")).doesNotExist();
        }
        assertThat(most).isEqualTo(5);
    }

    @Test
    void setsADamagedFileAsideAndGoesOnWithWhatCameBefore() throws Exception {
        Random random = new Random(4);
        List<StateRecord> records = records(random, 20);
        write(records);
        byte[] whole = Files.readAllBytes(file());
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file(), damaged);
            List<StateRecord> found = read();
            assertThat(found).hasSizeLessThan(20).isEqualTo(records.subList(0, found.size()));
            assertThat(read()).isEqualTo(found);
        }
        assertThat(folder.resolve("alerts.log.damaged")).exists();
    }

    @Test
    void isWrittenAnewWithoutLosingWhatComesMeanwhile() {
        List<StateRecord> records = records(new Random(5), 30);
        try (StateLog log = StateLog.open(folder, _ -> {})) {
            records.forEach(log::add);
            log.sync();
            log.add(records.get(29));
            log.rewrite(records.subList(10, 20));
            log.add(records.get(28));
            log.sync();
        }
        List<StateRecord> expected = new ArrayList<>(records.subList(10, 20));
        expected.add(records.get(29));
        expected.add(records.get(28));
        assertThat(read()).isEqualTo(expected);
    }

    @Test
    void isOpenOnlyOnce() {
        try (StateLog log = StateLog.open(folder, _ -> {})) {
            assertThat(log.isWorthRewriting()).isFalse();
            assertThatThrownBy(this::read)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("Cannot open the state of alerts");
        }
    }
}
