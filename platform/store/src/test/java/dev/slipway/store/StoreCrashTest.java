package dev.slipway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that writes, at any moment, and looks at what it left. The number of rounds is
/// the system property `slipway.store.crash.rounds`.
final class StoreCrashTest {
    private static final int ROUNDS = Integer.getInteger("slipway.store.crash.rounds", 3);
    private static final int WRITERS = 8;
    private static final int LINES_MAX = 4_000;

    @Test
    void everyAcknowledgedWriteIsThereAfterKill9(@TempDir Path folder) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            int lines = ThreadLocalRandom.current().nextInt(1, LINES_MAX);
            Process process = StoreProcess.start(List.of(), folder, WRITERS, Integer.MAX_VALUE);
            Map<String, Integer> acknowledged = runAndKill(process, lines);

            assertThat(acknowledged).isNotEmpty();
            try (Store<String> store =
                    SqliteStore.open(folder, StoreContract::text, StoreConfig.defaults())) {
                acknowledged.forEach((writer, step) -> checkWriter(store, writer, step));
                checkHistory(store);
            }
        }
    }

    /// The last step that each writer was told is durable, in a run that is killed after so many
    /// lines.
    private static Map<String, Integer> runAndKill(Process process, int lines)
            throws IOException, InterruptedException {
        Map<String, Integer> acknowledged = new HashMap<>();
        try (BufferedReader output = process.inputReader(UTF_8)) {
            int seen = 0;
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                String[] words = line.split(" ", -1);
                if (words.length == 4) {
                    acknowledged.put(words[1], Integer.parseInt(words[2]));
                }
                if (++seen == lines) {
                    // Not through the process object, which would close the stream at once.
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        return acknowledged;
    }

    /// One more step than was acknowledged may be there, as a whole.
    private static void checkWriter(Store<String> store, String writer, int step) {
        Map<String, String> found =
                store.snapshot()
                        .scan(writer + "/", "")
                        .collect(Collectors.toMap(Entry::key, Entry::index));
        assertThat(List.of(stateAfter(writer, step), stateAfter(writer, step + 1)))
                .as("state of %s after step %d", writer, step)
                .contains(found);
    }

    private static Map<String, String> stateAfter(String writer, int last) {
        Map<String, String> state = new TreeMap<>();
        for (int step = Math.max(0, last - 2 * StoreProcess.KEYS); step <= last; step++) {
            String key = StoreProcess.key(writer, step);
            if (StoreProcess.isDeletion(step)) {
                state.remove(key);
            } else {
                state.put(key, StoreProcess.value(writer, step));
            }
        }
        return state;
    }

    private static void checkHistory(Store<String> store) throws InterruptedException {
        long next = store.compactedRevision() + 1;
        try (StoreWatch<String> watch = store.watch("", next - 1)) {
            while (watch.position() < store.revision()) {
                for (Change<String> change : watch.poll(1_000, Duration.ZERO)) {
                    assertThat(change.revision()).isEqualTo(next++);
                }
            }
        }
        assertThat(next).isEqualTo(store.revision() + 1);
    }
}
