package dev.slipway.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SilentLog.class)
final class SqliteStoreTest extends StoreContract {
    private static final StoreConfig CONFIG = StoreConfig.defaults();

    @TempDir private Path folder;

    @Override
    Store<String> open(StoreConfig config) {
        return SqliteStore.open(folder, StoreContract::text, config);
    }

    @Test
    void findsEverythingAgainWhenReopened() throws InterruptedException {
        put("b", "1");
        put("a", "2");
        put("b", "3");
        put("c", "4");
        store().delete("c", ANYTHING);

        Store<String> reopened = reopen(CONFIG);

        assertThat(reopened.revision()).isEqualTo(5);
        assertThat(reopened.snapshot().scan("", ""))
                .extracting(Entry::key, Entry::index)
                .containsExactly(tuple("a", "2"), tuple("b", "3"));
        assertThat(requireNonNull(reopened.snapshot().find("b")).createRevision()).isEqualTo(1);
        try (StoreWatch<String> watch = reopened.watch("b", 1)) {
            assertThat(watch.poll(10, LONG)).extracting(Change::revision).containsExactly(3L);
        }
        assertThat(put("d", "6").revision()).isEqualTo(6);
    }

    @Test
    void keepsItsRevisionWhenAllHistoryIsGone() {
        put("a", "1");
        store().delete("a", ANYTHING);
        store().compact(2);
        // The next transaction drops the history.
        put("b", "3");
        store().delete("b", ANYTHING);
        store().compact(4);

        Store<String> reopened = reopen(CONFIG);

        assertThat(reopened.revision()).isEqualTo(4);
        assertThat(reopened.compactedRevision()).isBetween(2L, 4L);
        assertThat(put("c", "5").revision()).isEqualTo(5);
    }

    @Test
    void aSecondOpenerInThisProcessIsToldWhoHoldsTheStore() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> open(CONFIG))
                    .isInstanceOf(StoreLockedException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("this process (" + ProcessHandle.current().pid() + ")");
        }
        assertThat(put("a", "1").revision()).isEqualTo(1);
    }

    @Test
    void aSecondProcessIsToldWhoHoldsTheStore() throws Exception {
        // An attempt from within must not loosen the lock against others.
        assertThatThrownBy(() -> open(CONFIG)).isInstanceOf(StoreLockedException.class);

        Process other = StoreProcess.start(List.of(), folder, 1, 1);
        String output = new String(other.getErrorStream().readAllBytes(), UTF_8);

        assertThat(other.waitFor()).isNotZero();
        assertThat(output)
                .contains("StoreLockedException")
                .contains("is in use by process " + ProcessHandle.current().pid());
    }

    @Test
    void aHolderThatIsGoneDoesNotLockTheStore() throws IOException {
        store().close();
        Files.writeString(folder.resolve("store.holder"), "1 2020-01-01T00:00:00Z");

        assertThat(reopen(CONFIG).revision()).isZero();
    }

    @Test
    void onlyTheOwnerMayReadTheFiles() throws IOException {
        assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
                "The file system knows no POSIX permissions");
        put("a", "1");
        Path inner = folder.resolve("new/deep");
        try (Store<String> other = SqliteStore.open(inner, StoreContract::text, CONFIG);
                Stream<Path> files = Files.list(inner)) {
            other.put("a", new byte[10], ANYTHING);
            assertThat(files.toList())
                    .hasSizeGreaterThanOrEqualTo(5)
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
            assertThat(permissions(inner)).isEqualTo("rwx------");
        }
    }

    @Test
    void saysThatAFileIsNotADatabase() throws IOException {
        store().close();
        Files.writeString(folder.resolve("store.db"), "This is a letter to a friend. ".repeat(99));

        assertThatThrownBy(() -> open(CONFIG))
                .isInstanceOf(StoreFormatException.class)
                .hasMessageContaining(folder.resolve("store.db").toString())
                .hasMessageContaining("damaged or not a database")
                .hasMessageContaining("backup");
        // The failed attempt left no lock.
        Files.delete(folder.resolve("store.db"));
        assertThat(reopen(CONFIG).revision()).isZero();
    }

    @Test
    void saysThatADatabaseIsOfAnotherProgramOrNewer() throws SQLException {
        store().close();
        change("PRAGMA user_version = 2");
        assertThatThrownBy(() -> open(CONFIG))
                .isInstanceOf(StoreFormatException.class)
                .hasMessageContaining("has format version 2, and this Slipway reads version 1");
        change("PRAGMA application_id = 7");
        assertThatThrownBy(() -> open(CONFIG))
                .isInstanceOf(StoreFormatException.class)
                .hasMessageContaining("another program (application id 00000007");
    }

    @Test
    void noticesAChangedRow() throws SQLException {
        put("a", "1");
        put("b", "2");
        store().close();
        change("UPDATE revision SET value = x'33' WHERE revision = 2");

        assertThatThrownBy(() -> open(CONFIG))
                .isInstanceOf(StoreFormatException.class)
                .hasMessageContaining("revision 2 of b does not match its checksum");
    }

    @Test
    void noticesAMissingRow() throws SQLException {
        put("a", "1");
        put("b", "2");
        put("c", "3");
        store().close();
        change("DELETE FROM revision WHERE revision = 2");

        assertThatThrownBy(() -> open(CONFIG))
                .isInstanceOf(StoreFormatException.class)
                .hasMessageContaining("revision 3 follows 1 (expected: 2)");
    }

    @Test
    void noticesADamagedPage() throws IOException {
        for (int i = 0; i < 100; i++) {
            put("k" + i, "x".repeat(1_000));
        }
        store().close();
        Path file = folder.resolve("store.db");
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(Files.size(file) / 2);
            raw.write(new byte[4_096]);
        }

        assertThatThrownBy(() -> open(CONFIG)).isInstanceOf(StoreFormatException.class);
    }

    @Test
    void saysThatAFolderCannotBeUsed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> SqliteStore.open(file.resolve("s"), StoreContract::text, CONFIG))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("The folder " + file.resolve("s") + " cannot be used");
    }

    @Test
    void aFullStoreRefusesWritesUntilHistoryHasMadeRoom() {
        Store<String> small = reopen(CONFIG.withDiskBytesMax(1 << 20));
        String value = "x".repeat(10_000);

        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 1_000; i++) {
                                put("k" + i % 10, value);
                            }
                        })
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("no space left");

        long revision = small.revision();
        assertThat(revision).isBetween(50L, 200L);
        assertThat(small.snapshot().count("")).isEqualTo(10);
        // The store gives its history up, in the background.
        Entry<String> written = putWhenThereIsRoom("k", value);
        assertThat(written.revision()).isEqualTo(revision + 1);
        assertThat(reopen(CONFIG).revision()).isEqualTo(revision + 1);
    }

    private Entry<String> putWhenThereIsRoom(String key, String value) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                return put(key, value);
            } catch (StoreUnavailableException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    private void change(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
