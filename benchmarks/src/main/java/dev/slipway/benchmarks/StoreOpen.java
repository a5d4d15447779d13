package dev.slipway.benchmarks;

import dev.slipway.store.Expected;
import dev.slipway.store.SqliteStore;
import dev.slipway.store.Store;
import dev.slipway.store.StoreConfig;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// How long opening takes in a process that has not done it before, and in one that has.
public final class StoreOpen {
    private static final int OBJECTS = 10_000;

    private StoreOpen() {}

    public static void main(String[] args) {
        try (BenchFolder folder = BenchFolder.create()) {
            try (Store<Integer> store = open("empty, first in this process", folder.path());
                    ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < OBJECTS; i++) {
                    String key = "pods/default/pod-" + i;
                    writers.execute(() -> store.put(key, new byte[1_024], new Expected.Absent()));
                }
            }
            for (int i = 0; i < 3; i++) {
                open(OBJECTS + " objects", folder.path()).close();
            }
        }
    }

    private static Store<Integer> open(String what, Path folder) {
        long start = System.nanoTime();
        Store<Integer> store =
                SqliteStore.open(folder, (key, value) -> value.length, StoreConfig.defaults());
        System.out.printf("%-30s %7.1f ms%n", what, (System.nanoTime() - start) / 1e6);
        return store;
    }
}
