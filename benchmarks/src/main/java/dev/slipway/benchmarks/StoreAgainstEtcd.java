package dev.slipway.benchmarks;

import dev.slipway.store.Expected;
import dev.slipway.store.SqliteStore;
import dev.slipway.store.Store;
import dev.slipway.store.StoreConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/// Durable puts of 1 KB by 64 clients: etcd over its own API in plain text, and our store called in
/// process; in turns, each in an empty folder of the same disk.
public final class StoreAgainstEtcd {
    private static final int CLIENTS = 64;
    private static final int KEYS = 1_000;
    private static final int SECONDS = 5;
    private static final int ROUNDS = 3;

    private StoreAgainstEtcd() {}

    public static void main(String[] args) throws Exception {
        String program = args.length == 2 && args[0].equals("-e") ? args[1] : "etcd";
        List<Double> ratios = new ArrayList<>();
        // The first round warms up.
        for (int round = 0; round <= ROUNDS; round++) {
            ClosedLoop.Result etcd = etcd(program);
            System.out.println("etcd   " + etcd);
            ClosedLoop.Result store = store();
            System.out.println("store  " + store);
            if (round > 0) {
                ratios.add(store.perSecond() / etcd.perSecond());
            }
        }
        Collections.sort(ratios);
        System.out.printf("store / etcd: %.1f (goal: at least 3)%n", ratios.get(ROUNDS / 2));
    }

    private static ClosedLoop.Result etcd(String program) throws Exception {
        byte[] value = value();
        try (BenchFolder folder = BenchFolder.create();
                Etcd etcd = Etcd.start(program, folder.path())) {
            return ClosedLoop.run(
                    CLIENTS, SECONDS, (client, number) -> etcd.put(key(client, number), value));
        }
    }

    private static ClosedLoop.Result store() throws Exception {
        byte[] value = value();
        Expected anything = new Expected.Anything();
        try (BenchFolder folder = BenchFolder.create();
                Store<Integer> store =
                        SqliteStore.open(
                                folder.path(), (key, v) -> v.length, StoreConfig.defaults())) {
            return ClosedLoop.run(
                    CLIENTS,
                    SECONDS,
                    (client, number) -> store.put(key(client, number), value, anything));
        }
    }

    private static String key(int client, int number) {
        return "configmaps/default/c" + client + "-" + number % KEYS;
    }

    private static byte[] value() {
        byte[] value = new byte[1_024];
        RandomGenerator.of("L64X128MixRandom").nextBytes(value);
        return value;
    }
}
