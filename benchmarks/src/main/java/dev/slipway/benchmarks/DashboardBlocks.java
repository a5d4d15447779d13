package dev.slipway.benchmarks;

import dev.slipway.series.Labels;
import dev.slipway.tsdb.block.BlockMeta;
import dev.slipway.tsdb.block.BlockWriter;
import dev.slipway.tsdb.block.Ulid;
import dev.slipway.tsdb.chunk.ChunkCutter;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;

/// A day of what 50 instances of a service report every 15 seconds: 1,000 request counters, the
/// buckets of 40 histograms, 200 gauges, and the facts about each instance. Written as blocks of
/// two hours, as they lie before they are compacted.
final class DashboardBlocks {
    static final long START_MILLIS = 1_767_225_600_000L;
    static final long BLOCK_MILLIS = 7_200_000;
    static final int BLOCKS = 12;
    private static final long INTERVAL_MILLIS = 15_000;
    private static final String[] BOUNDS = {
        "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"
    };

    private final TreeMap<Labels, Walk> series = new TreeMap<>();

    /// A series that is made up on the way.
    private static final class Walk {
        private final Random random;
        private final boolean counter;
        private final double speed;
        private final int offsetMillis;
        private double value;

        Walk(int seed, boolean counter, double speed) {
            this.random = new Random(seed);
            this.counter = counter;
            this.speed = speed;
            this.offsetMillis = random.nextInt(10_000);
        }

        double next() {
            if (counter) {
                value =
                        random.nextInt(4_000) == 0
                                ? 0
                                : value + Math.rint(random.nextDouble() * speed);
            } else {
                value = Math.rint(speed * (1 + 0.1 * random.nextGaussian()));
            }
            return value;
        }
    }

    private DashboardBlocks() {
        for (int i = 0; i < 50; i++) {
            String instance = "host-" + i + ":8080";
            for (int path = 0; path < 5; path++) {
                for (String code : new String[] {"200", "301", "404", "500"}) {
                    counter(
                            code.equals("200") ? 100 : 5,
                            "__name__",
                            "http_requests_total",
                            "instance",
                            instance,
                            "job",
                            "shop",
                            "path",
                            "/path/" + path,
                            "code",
                            code);
                }
            }
            for (int pool = 0; pool < 4; pool++) {
                gauge(
                        1e9,
                        "__name__",
                        "memory_pool_bytes",
                        "instance",
                        instance,
                        "job",
                        "shop",
                        "pool",
                        "pool-" + pool);
            }
            gauge(
                    0,
                    "__name__",
                    "service_info",
                    "instance",
                    instance,
                    "job",
                    "shop",
                    "version",
                    "1." + i % 3,
                    "zone",
                    "zone-" + i % 4);
        }
        histograms();
    }

    private void histograms() {
        for (int i = 0; i < 40; i++) {
            for (int b = 0; b < BOUNDS.length; b++) {
                counter(
                        10 * (b + 1),
                        "__name__",
                        "http_request_duration_seconds_bucket",
                        "instance",
                        "host-" + i % 10 + ":8080",
                        "job",
                        "shop",
                        "path",
                        "/path/" + i / 10,
                        "le",
                        BOUNDS[b]);
            }
        }
    }

    /// Writes the blocks into the folder of a database.
    static void write(Path folder) {
        DashboardBlocks day = new DashboardBlocks();
        Random random = new Random(1);
        for (int block = 0; block < BLOCKS; block++) {
            long start = START_MILLIS + block * BLOCK_MILLIS;
            Ulid ulid = Ulid.of(start, random);
            try (BlockWriter writer = new BlockWriter(folder, ulid)) {
                day.series.forEach((labels, walk) -> {
                    writer.series(labels);
                    ChunkCutter cutter = new ChunkCutter(writer::chunk);
                    long end = start + BLOCK_MILLIS;
                    for (long time = start; time < end; time += INTERVAL_MILLIS) {
                        cutter.add(time + walk.offsetMillis + walk.random.nextInt(3), walk.next());
                    }
                    cutter.finish();
                });
                writer.finish(start, start + BLOCK_MILLIS, BlockMeta.Compaction.first(ulid));
            }
        }
    }

    private void counter(double speed, String... labels) {
        series.put(Labels.of(labels), new Walk(series.size(), true, speed));
    }

    private void gauge(double size, String... labels) {
        series.put(Labels.of(labels), new Walk(series.size(), false, size));
    }
}
