package dev.slipway.benchmarks;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Span;
import dev.slipway.series.StaleMarker;
import dev.slipway.tsdb.block.BlockMeta;
import dev.slipway.tsdb.block.BlockWriter;
import dev.slipway.tsdb.block.Ulid;
import dev.slipway.tsdb.chunk.ChunkCutter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// What a small service would have reported for some hours: counters with resets, gauges, numbers
/// that are none, classic and native histograms, series that come and go; scraped every 15 seconds,
/// give or take some milliseconds. Always the same. Written as blocks of two hours.
final class DemoBlocks {
    static final long START_MILLIS = 1_767_225_600_000L;
    static final long BLOCK_MILLIS = 7_200_000;
    static final int BLOCKS = 2;
    private static final long INTERVAL_MILLIS = 15_000;
    private static final double[] BOUNDS = {0.001, 0.01, 0.1, 0.5, 1, 5};

    private final Random random = new Random(3);
    private final Map<Labels, SampleColumns> series = new TreeMap<>();

    private DemoBlocks() {
        for (int instance = 0; instance < 3; instance++) {
            String host = "demo:" + (10_000 + instance);
            gauges(host);
            counters(host);
            requests(host);
            natives(host);
            odd(host);
        }
    }

    /// Writes the blocks into the folder of a database.
    static void write(Path folder) {
        DemoBlocks demo = new DemoBlocks();
        for (int block = 0; block < BLOCKS; block++) {
            long start = START_MILLIS + block * BLOCK_MILLIS;
            demo.write(folder, start, start + BLOCK_MILLIS);
        }
    }

    private void write(Path folder, long startMillis, long endMillis) {
        Ulid ulid = Ulid.of(startMillis, random);
        try (BlockWriter writer = new BlockWriter(folder, ulid)) {
            series.forEach((labels, columns) -> {
                writer.series(labels);
                ChunkCutter cutter = new ChunkCutter(writer::chunk);
                for (int i = 0; i < columns.size(); i++) {
                    long time = columns.timeMillis(i);
                    if (time < startMillis || time >= endMillis) {
                        continue;
                    }
                    FloatHistogram histogram = columns.histogram(i);
                    if (histogram == null) {
                        cutter.add(time, columns.value(i));
                    } else {
                        cutter.add(time, histogram);
                    }
                }
                cutter.finish();
            });
            writer.finish(startMillis, endMillis, BlockMeta.Compaction.first(ulid));
        }
    }

    private interface Generator {
        double next(int scrape, double before);
    }

    private void gauges(String host) {
        for (String type : List.of("used", "free", "buffers", "cached")) {
            double size = 1e9 * (1 + random.nextInt(8));
            add(
                    labels("demo_memory_usage_bytes", host, "type", type),
                    (i, before) -> Math.rint(size * (1 + 0.3 * Math.sin(i / 37.0)) + noise(1e7)));
        }
        add(labels("demo_num_cpus", host), (i, before) -> 4);
        add(labels("demo_disk_total_bytes", host), (i, before) -> 2.6e11);
        add(labels("demo_disk_usage_bytes", host), (i, before) -> 1.1e11 + i * 123_457.0);
        add(
                labels("demo_batch_last_success_timestamp_seconds", host),
                (i, before) -> (START_MILLIS + i / 40 * (40L * INTERVAL_MILLIS)) / 1_000.0);
        add(labels("demo_temperature_celsius", host), (i, before) -> before + noise(0.5));
        add(labels("up", host), (i, before) -> i % 97 == 13 ? 0 : 1);
        add(
                labels("demo_build_info", host, "version", host.endsWith("2") ? "1.1" : "1.0"),
                (i, before) -> 1);
        add(
                Labels.of(
                        "__name__",
                        "target_info",
                        "job",
                        "demo",
                        "instance",
                        host,
                        "zone",
                        host.endsWith("1") ? "a" : "b"),
                (i, before) -> 1);
    }

    private void counters(String host) {
        for (String mode : List.of("user", "system", "idle", "iowait")) {
            double speed = random.nextDouble() * 2;
            add(
                    labels("demo_cpu_usage_seconds_total", host, "mode", mode),
                    (i, before) -> i % 311 == 200 ? 0 : before + speed * 15 + Math.abs(noise(1)));
        }
        add(labels("demo_items_shipped_total", host), (i, before) -> before + random.nextInt(4));
    }

    private void requests(String host) {
        for (String path : List.of("/api/foo", "/api/bar", "/api/nonexistent")) {
            for (String status : List.of("200", "404", "500")) {
                double[] counts = new double[BOUNDS.length + 1];
                int weight = status.equals("200") ? 20 : 2;
                SampleColumns[] columns = new SampleColumns[BOUNDS.length + 1];
                for (int b = 0; b <= BOUNDS.length; b++) {
                    String le = b == BOUNDS.length ? "+Inf" : bound(BOUNDS[b]);
                    columns[b] =
                            columns(
                                    labels(
                                            "demo_api_request_duration_seconds_bucket",
                                            host,
                                            "path",
                                            path,
                                            "status",
                                            status,
                                            "le",
                                            le));
                }
                Labels sum =
                        labels(
                                "demo_api_request_duration_seconds_sum",
                                host,
                                "path",
                                path,
                                "status",
                                status);
                Labels count =
                        labels(
                                "demo_api_request_duration_seconds_count",
                                host,
                                "path",
                                path,
                                "status",
                                status);
                for (int i = 0; i < scrapes(); i++) {
                    for (int b = 0; b <= BOUNDS.length; b++) {
                        counts[b] = i % 401 == 300 ? 0 : counts[b] + random.nextInt(weight);
                    }
                    double total = 0;
                    long time = time(host, i);
                    for (int b = 0; b <= BOUNDS.length; b++) {
                        total += counts[b];
                        columns[b].add(time, total);
                    }
                    columns(count).add(time, total);
                    columns(sum).add(time, total * 0.37);
                }
            }
        }
    }

    private static String bound(double bound) {
        return bound == Math.rint(bound) ? Integer.toString((int) bound) : Double.toString(bound);
    }

    private void natives(String host) {
        double[] exponential = new double[12];
        double[] negative = new double[3];
        double[] custom = new double[4];
        for (int i = 0; i < scrapes(); i++) {
            boolean reset = i % 353 == 250;
            grow(exponential, reset);
            grow(negative, reset);
            grow(custom, reset);
            double zero = Math.floor(i / 3.0);
            long time = time(host, i);
            int schema = i < 300 ? 3 : 2;
            FloatHistogram counter = exponential(schema, exponential, negative, zero);
            columns(labels("demo_native_seconds", host)).add(time, counter);
            columns(labels("demo_custom_seconds", host)).add(time, custom(custom));
            if (i % 7 != 3) {
                columns(labels("demo_native_gauge", host))
                        .add(time, counter.withResetHint(ResetHint.GAUGE));
            }
            if (i % 50 < 25) {
                columns(labels("demo_mixed", host)).add(time, i);
            } else {
                columns(labels("demo_mixed", host)).add(time, counter);
            }
        }
    }

    private void grow(double[] counts, boolean reset) {
        for (int b = 0; b < counts.length; b++) {
            counts[b] = reset ? 0 : counts[b] + random.nextInt(5);
        }
    }

    private static double total(double... counts) {
        double total = 0;
        for (double each : counts) {
            total += each;
        }
        return total;
    }

    private static FloatHistogram exponential(
            int schema, double[] positive, double[] negative, double zero) {
        double count = total(positive) + total(negative) + zero;
        return new FloatHistogram(
                schema,
                ResetHint.UNKNOWN,
                0.001,
                zero,
                count,
                count * 0.81,
                List.of(new Span(-4, 7), new Span(2, 5)),
                positive.clone(),
                List.of(new Span(0, 3)),
                negative.clone(),
                new double[0]);
    }

    private static FloatHistogram custom(double[] counts) {
        return new FloatHistogram(
                FloatHistogram.CUSTOM_BUCKETS,
                ResetHint.UNKNOWN,
                0,
                0,
                total(counts),
                total(counts) * 1.3,
                List.of(new Span(0, 4)),
                counts.clone(),
                List.of(),
                new double[0],
                new double[] {0.1, 1, 10});
    }

    private void odd(String host) {
        Map<String, Double> kinds =
                Map.of(
                        "nan", Double.NaN,
                        "inf", Double.POSITIVE_INFINITY,
                        "minf", Double.NEGATIVE_INFINITY,
                        "zero", 0.0,
                        "mzero", -0.0,
                        "tiny", 1e-300,
                        "huge", 1e300);
        kinds.forEach((kind, value) ->
                add(labels("demo_special", host, "kind", kind), (i, before) -> value));
        add(labels("demo_sometimes_nan", host), (i, before) -> i % 5 == 0 ? Double.NaN : noise(10));
        SampleColumns intermittent = columns(labels("demo_intermittent_metric", host));
        SampleColumns silent = columns(labels("demo_silent", host));
        for (int i = 0; i < scrapes(); i++) {
            int phase = i % 60;
            if (phase < 30) {
                intermittent.add(time(host, i), i);
            } else if (phase == 30) {
                intermittent.add(time(host, i), StaleMarker.VALUE);
            }
            if (phase < 12) {
                silent.add(time(host, i), phase);
            }
        }
    }

    private void add(Labels labels, Generator generator) {
        SampleColumns columns = columns(labels);
        String host = labels.value("instance");
        double value = 0;
        for (int i = 0; i < scrapes(); i++) {
            value = generator.next(i, value);
            columns.add(time(host, i), value);
        }
    }

    private SampleColumns columns(Labels labels) {
        return series.computeIfAbsent(labels, each -> new SampleColumns());
    }

    private double noise(double size) {
        return (random.nextDouble() - 0.5) * size;
    }

    private static int scrapes() {
        return (int) (BLOCKS * BLOCK_MILLIS / INTERVAL_MILLIS);
    }

    private static long time(String host, int scrape) {
        int offset = host.hashCode() & 0xfff;
        int jitter = (scrape * 7_919) % 11;
        return START_MILLIS + scrape * INTERVAL_MILLIS + offset + jitter;
    }

    private static Labels labels(String name, String host, String... more) {
        Labels.Builder labels = Labels.of(more).toBuilder();
        return labels.set("__name__", name).set("instance", host).set("job", "demo").build();
    }
}
