package dev.slipway.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.promql.EngineOptions;
import dev.slipway.promql.PromqlEngine;
import dev.slipway.promql.QueryResult;
import dev.slipway.tsdb.TimeSeriesDatabase;
import dev.slipway.tsdb.TsdbConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// How long the queries of a dashboard over a day take, Prometheus and our engine in turns over the
/// same blocks. What is compared is the time of evaluation, as each of them states it: Prometheus
/// does not count the answer's way over HTTP in it, and we have none here. Processor time of
/// Prometheus is that of its process, the answer as JSON included.
///
/// ```
/// benchmarks/run DashboardQueries [PROMETHEUS ROUNDS]
/// ```
public final class DashboardQueries {
    private static final int WARMUP_ROUNDS = 3;
    private static final long STEP_MILLIS = 60_000;
    private static final long END_MILLIS =
            DashboardBlocks.START_MILLIS + DashboardBlocks.BLOCKS * DashboardBlocks.BLOCK_MILLIS;

    private static final List<String> QUERIES =
            List.of(
                    "rate(http_requests_total[5m])",
                    "sum by (path) (rate(http_requests_total[5m]))",
                    "sum by (code) (rate(http_requests_total{code=~\"4..|5..\"}[5m]))",
                    "sum(rate(http_requests_total{code=~\"5..\"}[5m])) / sum(rate(http_requests_total[5m]))",
                    "histogram_quantile(0.99, sum by (le, path) (rate(http_request_duration_seconds_bucket[5m])))",
                    "topk(5, sum by (instance) (rate(http_requests_total[5m])))",
                    "memory_pool_bytes{instance=~\"host-1.*\"}",
                    "sum by (zone) (memory_pool_bytes * on (instance) group_left (zone) service_info)",
                    "max_over_time(memory_pool_bytes[1h])",
                    "avg by (instance) (memory_pool_bytes)",
                    "increase(http_requests_total{code=\"500\"}[1h]) > 10",
                    "count(http_requests_total)");

    private DashboardQueries() {}

    private record Times(double[] evaluationMillis, double cpuMillis) {
        double median() {
            double[] sorted = evaluationMillis.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        String program = args.length > 0 ? args[0] : "prometheus";
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        try (BenchFolder folder = BenchFolder.create()) {
            Path theirs = Files.createDirectories(folder.path().resolve("theirs"));
            Path ours = Files.createDirectories(folder.path().resolve("ours"));
            DashboardBlocks.write(theirs);
            DashboardBlocks.write(ours);
            try (PrometheusPeer peer = new PrometheusPeer(program, theirs, List.of());
                    TimeSeriesDatabase database =
                            TimeSeriesDatabase.open(
                                    ours,
                                    TsdbConfig.defaults(),
                                    () -> Instant.ofEpochMilli(END_MILLIS))) {
                compare(peer, database, rounds);
            }
        }
    }

    private static void compare(PrometheusPeer peer, TimeSeriesDatabase database, int rounds)
            throws IOException, InterruptedException {
        PromqlEngine engine = new PromqlEngine(EngineOptions.defaults(), System::nanoTime);
        System.out.printf(
                "%9s %9s %6s %9s %9s %6s  query%n",
                "theirs ms", "ours ms", "ratio", "their CPU", "our CPU", "ratio");
        double[] ratios = new double[QUERIES.size()];
        for (int q = 0; q < ratios.length; q++) {
            String query = QUERIES.get(q);
            Times theirs = theirs(peer, query, rounds);
            Times ours = ours(engine, database, query, rounds);
            ratios[q] = ours.median() / theirs.median();
            System.out.printf(
                    "%9.1f %9.1f %6.2f %9.1f %9.1f %6.2f  %s%n",
                    theirs.median(),
                    ours.median(),
                    ratios[q],
                    theirs.cpuMillis,
                    ours.cpuMillis,
                    ours.cpuMillis / theirs.cpuMillis,
                    query);
        }
        Arrays.sort(ratios);
        System.out.printf("median ratio %.2f%n", ratios[ratios.length / 2]);
    }

    private static Times theirs(PrometheusPeer peer, String query, int rounds)
            throws IOException, InterruptedException {
        double[] millis = new double[rounds];
        Duration before = peer.cpu();
        for (int i = -WARMUP_ROUNDS; i < rounds; i++) {
            if (i == 0) {
                before = peer.cpu();
            }
            JsonNode answer = peer.rangeWithTimes(query, start(), END_MILLIS, STEP_MILLIS);
            JsonNode seconds =
                    answer.path("data").path("stats").path("timings").path("evalTotalTime");
            if (!seconds.isNumber()) {
                throw new IllegalStateException(
                        "No times in " + answer.toString().substring(0, 200));
            }
            if (i >= 0) {
                millis[i] = seconds.asDouble() * 1_000;
            }
        }
        return new Times(millis, peer.cpu().minus(before).toNanos() / 1e6 / rounds);
    }

    private static Times ours(
            PromqlEngine engine, TimeSeriesDatabase database, String query, int rounds) {
        PromqlEngine.Period period = new PromqlEngine.Period(start(), END_MILLIS, STEP_MILLIS);
        double[] millis = new double[rounds];
        Duration before = cpu();
        for (int i = -WARMUP_ROUNDS; i < rounds; i++) {
            if (i == 0) {
                before = cpu();
            }
            QueryResult result = engine.range(database, query, period);
            if (i >= 0) {
                millis[i] = result.statistics().evaluationNanos() / 1e6;
            }
        }
        return new Times(millis, cpu().minus(before).toNanos() / 1e6 / rounds);
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static long start() {
        return END_MILLIS - DashboardBlocks.BLOCKS * DashboardBlocks.BLOCK_MILLIS;
    }
}
