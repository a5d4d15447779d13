package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class MemoryJournalTest {
    private static final int ROWS = 20_000;
    private static final int ROWS_AT_ONCE = 50;

    private final MemoryJournal journal = new MemoryJournal();

    /// Every row replaces the one before it, so whatever is compacted takes a value from the next.
    @Test
    void saysThatItWasCompactedBeforeAReaderCanMissARow() throws Exception {
        for (long revision = 1; revision <= ROWS; revision++) {
            Row row = new Row(revision, "k", 1, revision - 1, 0, new byte[1]);
            journal.append(List.of(row), 0);
        }
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<?> compaction = executor.submit(this::compactPieceByPiece);
            long after = 0;
            while (after + ROWS_AT_ONCE < ROWS) {
                List<Journal.Step> steps =
                        journal.read("k", after, after + ROWS_AT_ONCE, ROWS_AT_ONCE).steps();
                if (journal.compacted() > after) {
                    after = journal.compacted();
                } else {
                    assertComplete(steps, after);
                }
            }
            compaction.get();
        }
    }

    private void compactPieceByPiece() {
        for (long revision = 7; revision <= ROWS; revision += 7) {
            journal.append(List.of(), revision);
        }
        journal.append(List.of(), ROWS);
    }

    private static void assertComplete(List<Journal.Step> steps, long after) {
        assertThat(steps).hasSize(ROWS_AT_ONCE);
        for (int i = 0; i < steps.size(); i++) {
            Row replaced = steps.get(i).replaced();
            if (after + i > 0) {
                assertThat(replaced).as("what %d replaced", after + i + 1).isNotNull();
            }
        }
    }
}
