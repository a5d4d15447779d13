package dev.slipway.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogFileTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final int LINE = 64;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsTheLastPartsAndTheirOffsets(boolean canCut) throws IOException {
        LogFile log = new LogFile(folder, cutter(canCut));
        int lines = 45 * (1 << 20) / LINE;
        for (int from = 0; from < lines; from += 50_000) {
            append(from, Math.min(lines, from + 50_000));
            log.look(START.plusSeconds(from));
        }

        assertThat(log.end()).isEqualTo((long) lines * LINE);
        assertThat(log.start()).isPositive();
        assertThat(log.end() - log.start()).isBetween(20L << 20, 36L << 20);
        assertThat(line(log, log.start())).isEqualTo(text((int) (log.start() / LINE)));
        assertThat(line(log, log.end() - LINE)).isEqualTo(text(lines - 1));
        LogFile again = new LogFile(folder, cutter(canCut));
        assertThat(again.end()).isEqualTo(log.end());
        assertThat(line(again, again.start())).isEqualTo(line(log, log.start()));
    }

    @Test
    void losesNoLineOfABusyWriter() throws Exception {
        LogFile log = new LogFile(folder, cutter(true));
        Process writer =
                new ProcessBuilder("sh", "-c", "exec seq -f '%063.0f' 0 499999")
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                        .start();
        while (writer.isAlive()) {
            log.look(START);
        }
        log.look(START);

        assertThat(log.end()).isEqualTo(500_000L * LINE);
        byte[] buffer = new byte[LINE * 1000];
        long offset = log.start();
        while (offset < log.end()) {
            int count = log.read(offset, buffer);
            String first = new String(buffer, 0, LINE - 1, StandardCharsets.US_ASCII);
            assertThat(Long.parseLong(first)).isEqualTo(offset / LINE);
            offset += count - count % LINE;
        }
    }

    @Test
    void knowsWhenALineWasWritten() throws IOException {
        LogFile log = new LogFile(folder, cutter(true));
        append(0, 10);
        log.look(START.plusSeconds(1));
        append(10, 20);
        log.look(START.plusSeconds(5));
        append(20, 30);
        log.look(START.plusSeconds(9));

        LogFile again = new LogFile(folder, cutter(true));
        assertThat(again.timeAt(0)).isEqualTo(START.plusSeconds(1));
        assertThat(again.timeAt(10 * LINE)).isEqualTo(START.plusSeconds(5));
        assertThat(again.timeAt(29 * LINE)).isEqualTo(START.plusSeconds(9));
        assertThat(again.offsetAt(START)).isZero();
        assertThat(again.offsetAt(START.plusSeconds(5))).isEqualTo(10 * LINE);
        assertThat(again.offsetAt(START.plusSeconds(6))).isEqualTo(20 * LINE);
        assertThat(again.offsetAt(START.plusSeconds(60))).isEqualTo(30 * LINE);
    }

    @Test
    void finishesACutThatAKilledServerBegan() throws IOException {
        append(0, LogFile.SEGMENT_BYTES / LINE + 100);
        byte[] content = Files.readAllBytes(folder.resolve("log"));
        Files.write(
                folder.resolve("log.0"), java.util.Arrays.copyOf(content, LogFile.SEGMENT_BYTES));
        Files.writeString(folder.resolve("rotating"), "0");

        LogFile log = new LogFile(folder, cutter(true));

        assertThat(log.start()).isZero();
        assertThat(log.end()).isEqualTo(content.length);
        assertThat(Files.size(folder.resolve("log"))).isEqualTo(100 * LINE);
        assertThat(line(log, content.length - LINE)).isEqualTo(text(content.length / LINE - 1));
    }

    /// Where the file system cannot cut, both ways are the same one.
    private static FrontCutter cutter(boolean canCut) {
        return new FrontCutter(canCut ? HostPrograms.lookUp("fallocate") : null);
    }

    private void append(int from, int to) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(text(i)).append('\n');
        }
        Files.writeString(
                folder.resolve("log"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String text(int number) {
        return "0".repeat(LINE - 1 - Integer.toString(number).length()) + number;
    }

    private static String line(LogFile log, long offset) throws IOException {
        byte[] line = new byte[LINE - 1];
        assertThat(log.read(offset, line)).isEqualTo(LINE - 1);
        return new String(line, StandardCharsets.US_ASCII);
    }
}
