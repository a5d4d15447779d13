package dev.slipway.benchmarks;

import dev.slipway.series.Labels;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.RemoteWriteWriter;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Series as a few hundred machines have them, and their samples, round by round: a quarter each of
/// constants, counters of whole numbers, gauges with two decimals, and counters of floats. The same
/// for the same number of series. Not thread-safe.
final class MetricsLoad {
    static final long STEP_MILLIS = 15_000;

    private static final int METRICS = 200;
    private static final int SERIES_PER_REQUEST = 2_000;

    private final double[] values;
    private final SplittableRandom random = new SplittableRandom(7);
    private final long startMillis;
    private long round;

    MetricsLoad(int seriesCount, long startMillis) {
        this.startMillis = startMillis;
        values = new double[seriesCount];
    }

    /// Made anew each time, so that the load itself holds next to nothing.
    static Labels labels(int place) {
        int machine = place / METRICS;
        int metric = place % METRICS;
        return Labels.of(
                "__name__",
                "node_subsystem%d_measure%d_total".formatted(metric / 8, metric / 2),
                "device",
                "device%d".formatted(metric % 2),
                "environment",
                "production",
                "instance",
                "10.0.%d.%d:9100".formatted(machine / 250, machine % 250),
                "job",
                "node-exporter");
    }

    /// Goes on by a step; its time.
    long next() {
        for (int i = 0; i < values.length; i++) {
            switch (i & 3) {
                case 0 -> values[i] = 1;
                case 1 -> values[i] += random.nextInt(100);
                case 2 -> values[i] = Math.rint(random.nextDouble() * 10_000) / 100;
                default -> values[i] += random.nextDouble();
            }
        }
        return startMillis + round++ * STEP_MILLIS;
    }

    double value(int place) {
        return values[place];
    }

    /// The next step as bodies of remote write 1.0.
    void forEachRequest(Consumer<byte[]> consumer) {
        long time = next();
        for (int from = 0; from < values.length; from += SERIES_PER_REQUEST) {
            RemoteWriteWriter writer = new RemoteWriteWriter(RemoteWriteVersion.V1);
            int to = Math.min(values.length, from + SERIES_PER_REQUEST);
            for (int i = from; i < to; i++) {
                writer.series(labels(i));
                writer.sample(time, values[i]);
            }
            consumer.accept(writer.finish());
        }
    }
}
