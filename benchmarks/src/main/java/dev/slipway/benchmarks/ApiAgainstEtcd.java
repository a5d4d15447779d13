package dev.slipway.benchmarks;

import dev.slipway.http.Pki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Durable writes of 1 KB by 64 clients over TLS: ConfigMaps created through our API server, which
/// authenticates, validates and indexes, and puts to etcd; in turns, on the same disk, each with
/// the same client over two HTTP/2 connections.
public final class ApiAgainstEtcd {
    private static final int CLIENTS = 64;
    private static final int KEYS = 1_000;
    private static final int SECONDS = 5;
    private static final int ROUNDS = 3;
    private static final int WARM_UP_CREATES = 60_000;
    private static final String VALUE = "x".repeat(1_024);

    private ApiAgainstEtcd() {}

    public static void main(String[] args) throws Exception {
        String program = args.length == 2 && args[0].equals("-e") ? args[1] : "etcd";
        List<Double> ratios = new ArrayList<>();
        try (BenchFolder apiFolder = BenchFolder.create();
                ApiProcess api = ApiProcess.start(apiFolder.path(), 0)) {
            // A server runs longer than a benchmark: let its code be compiled first.
            double created = 0;
            for (int i = 0; created < WARM_UP_CREATES; i++) {
                created += api(api, "w" + i).perSecond() * SECONDS;
            }
            for (int round = 0; round < ROUNDS; round++) {
                ClosedLoop.Result etcd = etcd(program);
                System.out.println("etcd   " + etcd);
                ClosedLoop.Result ours = api(api, "r" + round);
                System.out.println("api    " + ours);
                ratios.add(ours.perSecond() / etcd.perSecond());
            }
        }
        Collections.sort(ratios);
        System.out.printf("api / etcd: %.2f (goal: at least 1.0)%n", ratios.get(ROUNDS / 2));
    }

    private static ClosedLoop.Result etcd(String program) throws Exception {
        byte[] value = VALUE.getBytes(StandardCharsets.US_ASCII);
        try (BenchFolder folder = BenchFolder.create()) {
            Path pki = folder.path().resolve("pki");
            Pki.open(pki, Pki.localNames(), InstantSource.system());
            Path data = folder.path().resolve("data");
            try (Etcd etcd = Etcd.startWithTls(program, data, pki)) {
                return ClosedLoop.run(
                        CLIENTS,
                        SECONDS,
                        (client, number) -> etcd.put(key(client, number % KEYS), value));
            }
        }
    }

    private static ClosedLoop.Result api(ApiProcess api, String prefix) throws Exception {
        long before = api.processorTime().toNanos();
        ClosedLoop.Result result =
                ClosedLoop.run(
                        CLIENTS,
                        SECONDS,
                        (client, number) -> api.create(prefix + key(client, number), VALUE));
        double micros = (api.processorTime().toNanos() - before) / 1e3;
        System.out.printf(
                "       %.0f us of processor time per create%n",
                micros / (result.perSecond() * SECONDS));
        return result;
    }

    private static String key(int client, int number) {
        return "c" + client + "-" + number;
    }
}
