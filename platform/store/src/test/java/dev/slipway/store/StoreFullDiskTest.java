package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A real full disk: a small file system of its own, which only root may mount.
@ExtendWith(SilentLog.class)
final class StoreFullDiskTest {
    private static final Expected ANYTHING = new Expected.Anything();

    @Test
    void refusesWritesReadsOnAndRecovers(@TempDir Path folder) throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.toString()),
                "A file system of limited size can only be mounted by root, on Linux");
        try {
            fillAndEmpty(folder);
        } finally {
            run("umount", folder.toString());
        }
    }

    private static void fillAndEmpty(Path folder) throws Exception {
        Path ballast = Files.write(folder.resolve("ballast"), new byte[1 << 20]);
        long acknowledged;
        try (Store<Integer> store = open(folder)) {
            assertThatThrownBy(() -> putMany(store, 1_000))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("store.db");
            acknowledged = store.revision();
            assertThat(acknowledged).isBetween(50L, 900L);
            assertThatThrownBy(() -> putMany(store, 1_000))
                    .isInstanceOf(StoreUnavailableException.class);
            acknowledged = store.revision();
            assertThat(store.snapshot().count("")).isEqualTo((int) acknowledged);

            Files.delete(ballast);
            assertThat(store.put("after", new byte[100], ANYTHING).revision())
                    .isEqualTo(acknowledged + 1);
        }
        try (Store<Integer> store = open(folder)) {
            assertThat(store.revision()).isEqualTo(acknowledged + 1);
            assertThat(store.snapshot().count("k")).isEqualTo((int) acknowledged);
        }
    }

    private static void putMany(Store<Integer> store, int count) {
        for (int i = 0; i < count; i++) {
            store.put("k" + store.revision(), new byte[10_000], ANYTHING);
        }
    }

    private static Store<Integer> open(Path folder) {
        return SqliteStore.open(
                folder.resolve("store"), (key, value) -> value.length, StoreConfig.defaults());
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command)).start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
