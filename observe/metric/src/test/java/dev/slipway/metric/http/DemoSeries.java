package dev.slipway.metric.http;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Labels;
import dev.slipway.series.Span;
import dev.slipway.series.StaleMarker;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.RemoteWriteWriter;
import java.util.List;
import java.util.Random;

/// Series of every kind over an hour, always the same but for their time, as one remote write.
final class DemoSeries {
    static final long STEP_MILLIS = 15_000;
    private static final int SAMPLES = 240;

    private final Random random = new Random(42);
    private final RemoteWriteWriter writer = new RemoteWriteWriter(RemoteWriteVersion.V1);
    private final long startMillis;

    private DemoSeries(long endMillis) {
        this.startMillis = endMillis - (SAMPLES - 1) * STEP_MILLIS;
    }

    static byte[] remoteWrite(long endMillis) {
        DemoSeries demo = new DemoSeries(endMillis);
        demo.counters();
        demo.gauges();
        demo.classicHistograms();
        demo.nativeHistograms();
        demo.oddities();
        return demo.writer.finish();
    }

    private long time(int index) {
        return startMillis + index * STEP_MILLIS;
    }

    private void counters() {
        for (String job : List.of("api", "web")) {
            for (String code : List.of("200", "404", "500")) {
                for (int instance = 0; instance < 3; instance++) {
                    writer.series(
                            Labels.of(
                                    Labels.METRIC_NAME,
                                    "http_requests_total",
                                    "code",
                                    code,
                                    "instance",
                                    "host-" + instance,
                                    "job",
                                    job));
                    double value = 0;
                    for (int i = 0; i < SAMPLES; i++) {
                        value = random.nextInt(100) == 0 ? 0 : value + random.nextInt(50);
                        writer.sample(time(i), value);
                    }
                }
            }
        }
    }

    private void gauges() {
        for (int instance = 0; instance < 5; instance++) {
            writer.series(
                    Labels.of(
                            Labels.METRIC_NAME,
                            "temperature",
                            "instance",
                            "host-" + instance,
                            "rack",
                            instance % 2 == 0 ? "a" : "b"));
            for (int i = 0; i < SAMPLES; i++) {
                boolean gap = instance == 4 && i > 100 && i < 150;
                if (!gap) {
                    writer.sample(time(i), 20 + 5 * random.nextGaussian());
                }
            }
            writer.series(Labels.of(Labels.METRIC_NAME, "up", "instance", "host-" + instance));
            for (int i = 0; i < SAMPLES; i++) {
                boolean ended = instance == 3 && i == 200;
                writer.sample(time(i), ended ? StaleMarker.VALUE : random.nextInt(10) > 0 ? 1 : 0);
            }
        }
    }

    private void classicHistograms() {
        String[] bounds = {"0.1", "0.5", "1", "+Inf"};
        for (String job : List.of("api", "web")) {
            double[][] counts = new double[SAMPLES][bounds.length];
            double[] running = new double[bounds.length];
            for (double[] row : counts) {
                double more = 0;
                for (int b = 0; b < bounds.length; b++) {
                    more += random.nextInt(10);
                    running[b] += more;
                    row[b] = running[b];
                }
            }
            for (int b = 0; b < bounds.length; b++) {
                writer.series(
                        Labels.of(
                                Labels.METRIC_NAME,
                                "latency_seconds_bucket",
                                "job",
                                job,
                                "le",
                                bounds[b]));
                for (int i = 0; i < SAMPLES; i++) {
                    writer.sample(time(i), counts[i][b]);
                }
            }
        }
    }

    private void nativeHistograms() {
        writer.series(Labels.of(Labels.METRIC_NAME, "sizes", "job", "api"));
        double[] positive = {1, 2, 0, 3};
        double[] negative = {1, 1};
        double zero = 0;
        double sum = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double count = 0;
            for (int b = 0; b < positive.length; b++) {
                positive[b] += random.nextInt(5);
                count += positive[b];
            }
            for (int b = 0; b < negative.length; b++) {
                negative[b] += random.nextInt(3);
                count += negative[b];
            }
            zero += random.nextInt(2);
            sum += random.nextInt(100);
            writer.histogram(
                    time(i),
                    new FloatHistogram(
                            1,
                            ResetHint.UNKNOWN,
                            0.001,
                            zero,
                            count + zero,
                            sum,
                            List.of(new Span(-1, 2), new Span(1, 2)),
                            positive.clone(),
                            List.of(new Span(0, 2)),
                            negative.clone(),
                            new double[0]));
        }
    }

    private void oddities() {
        double[] values = {
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -0.0,
            1e-7,
            1e21,
            Double.MIN_VALUE
        };
        writer.series(
                Labels.of(Labels.METRIC_NAME, "odd", "text", "ä\"\\\n\t\u0001\ud83d\ude00<&>"));
        for (int i = 0; i < SAMPLES; i++) {
            writer.sample(time(i), values[i % values.length]);
        }
    }
}
