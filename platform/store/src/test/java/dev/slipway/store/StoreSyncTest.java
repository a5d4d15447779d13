package dev.slipway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Watches the system calls of a process that writes: what was written to the log file has been
/// synced before anybody is told.
final class StoreSyncTest {
    private static final int WRITES = 20;

    @Test
    void syncsTheLogFileBeforeItAcknowledges(@TempDir Path folder) throws Exception {
        Path trace = folder.resolve("trace");
        List<String> strace =
                List.of(
                        "strace",
                        "-f",
                        "-y",
                        "-s",
                        "64",
                        "-o",
                        trace.toString(),
                        "-e",
                        "trace=write,pwrite64,fsync,fdatasync");
        assumeTrue(isUsable("strace"), "strace is not installed or may not trace here");

        Process process = StoreProcess.start(strace, folder.resolve("store"), 1, WRITES);
        String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(errors).isZero();
        assertThat(acknowledgementsInOrder(Files.readAllLines(trace))).isEqualTo(WRITES);
    }

    /// How many acknowledgements there are, having checked each.
    private static int acknowledgementsInOrder(List<String> trace) {
        boolean written = false;
        boolean synced = true;
        int acknowledgements = 0;
        Set<String> syncing = new HashSet<>();
        for (String line : trace) {
            String thread = line.substring(0, line.indexOf(' '));
            boolean isSync = line.contains("sync(") && line.contains("store.db-wal");
            if (line.contains("pwrite64(") && line.contains("store.db-wal")) {
                written = true;
                synced = false;
            } else if (isSync && line.contains("<unfinished")) {
                syncing.add(thread);
            } else if (isSync || (line.contains("sync resumed") && syncing.remove(thread))) {
                assertThat(line).endsWith("= 0");
                synced = true;
            } else if (line.contains("write(1") && line.contains("acked")) {
                assertThat(written).as("written before: %s", line).isTrue();
                assertThat(synced).as("synced before: %s", line).isTrue();
                written = false;
                acknowledgements++;
            }
        }
        return acknowledgements;
    }

    private static boolean isUsable(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "-o", "/dev/null", "true").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
