package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteJournalTest {
    private static final int KEYS = 3;

    @TempDir private Path folder;

    @Test
    void dropsExactlyTheRowsNobodyCanAskForAnyMore() {
        try (SqliteJournal journal = open()) {
            journal.append(List.of(put(1, "a", 0), put(2, "b", 0), put(3, "a", 1)), 0);
            journal.append(List.of(delete(4, "b", 2), put(5, "a", 3), put(6, "b", 0)), 0);

            journal.append(List.of(), 3);
            assertThat(revisions(journal)).containsExactly(2L, 3L, 4L, 5L, 6L);
            assertThat(journal.read("", 3, 6, 10).steps())
                    .extracting(step -> step.replaced() == null ? 0 : step.replaced().revision())
                    .containsExactly(2L, 3L, 0L);

            journal.append(List.of(), 4);
            assertThat(revisions(journal)).containsExactly(3L, 5L, 6L);
            journal.append(List.of(), 6);
            assertThat(revisions(journal)).containsExactly(5L, 6L);
        }
        try (SqliteJournal journal = open()) {
            assertThat(journal.compacted()).isEqualTo(6);
        }
    }

    @Test
    void givesSpaceBackToTheDisk() throws IOException {
        try (SqliteJournal journal = open()) {
            List<Row> rows = new ArrayList<>();
            for (int revision = 1; revision <= 300; revision++) {
                String key = "k" + revision % KEYS;
                rows.add(put(revision, key, Math.max(0, revision - KEYS)));
            }
            journal.append(rows, 0);
        }
        long before = Files.size(folder.resolve("store.db"));
        try (SqliteJournal journal = open()) {
            journal.append(List.of(), 300);
            while (journal.shrink()) {
                // A piece at a time.
            }
        }
        long after = Files.size(folder.resolve("store.db"));

        assertThat(before).isGreaterThan(25_000_000);
        assertThat(after).isLessThan(before / 2);
    }

    @Test
    void findsTheNewestRowBeforeATime() {
        try (SqliteJournal journal = open()) {
            List<Row> rows = new ArrayList<>();
            for (int revision = 1; revision <= 50; revision++) {
                rows.add(new Row(revision, "k" + revision, revision, 0, revision / 2, new byte[1]));
            }
            journal.append(rows, 0);

            assertThat(journal.newestBefore(10, 0, 50)).isEqualTo(19);
            assertThat(journal.newestBefore(10, 30, 50)).isEqualTo(30);
            assertThat(journal.newestBefore(0, 0, 50)).isZero();
            assertThat(journal.newestBefore(1_000, 0, 50)).isEqualTo(50);
        }
    }

    private SqliteJournal open() {
        return SqliteJournal.open(folder, 1L << 30);
    }

    private static List<Long> revisions(Journal journal) {
        List<Long> revisions = new ArrayList<>();
        journal.replay(row -> revisions.add(row.revision()));
        return revisions;
    }

    private static Row put(long revision, String key, long previous) {
        return new Row(revision, key, revision, previous, 0, new byte[100_000]);
    }

    private static Row delete(long revision, String key, long previous) {
        return new Row(revision, key, previous, previous, 0, null);
    }
}
