package dev.slipway.benchmarks;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Metadata;
import dev.slipway.wire.ByteKeyMap;
import dev.slipway.wire.CachedSeries;
import dev.slipway.wire.Exposition;
import dev.slipway.wire.ExpositionReader;
import dev.slipway.wire.RemoteWriteReader;
import dev.slipway.wire.RemoteWriteVersion;
import dev.slipway.wire.SeriesCache;
import dev.slipway.wire.WireLimits;
import dev.slipway.wire.WriteSink;
import dev.slipway.wire.otlp.OtlpEncoding;
import dev.slipway.wire.otlp.OtlpMetrics;
import dev.slipway.wire.otlp.OtlpOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Samples decoded by one thread: of series that were met before, as nearly all are, handed to
/// whoever takes them and dropped there. An operation is a sample; bodies have 2,000 of them. What
/// counts on a busy machine is `perCpuSecond`.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WireDecodingBenchmark {
    private static final int BODIES = 100;
    private static final long TIME_MILLIS = 1_767_225_600_000L;

    /// What the bodies are.
    public enum Format {
        REMOTE_WRITE_1,
        REMOTE_WRITE_2,
        TEXT,
        OPENMETRICS,
        PROTOBUF,
        OTLP
    }

    /// Samples by the thread's own time.
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Cpu {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private long startNanos;
        private long samples;

        @Setup(Level.Iteration)
        public void begin() {
            startNanos = threads.getCurrentThreadCpuTime();
            samples = 0;
        }

        /// Asked at the end of an iteration.
        public double perCpuSecond() {
            return samples * 1e9 / (threads.getCurrentThreadCpuTime() - startNanos);
        }
    }

    @Param private Format format = Format.TEXT;

    private final byte[][] bodies = new byte[BODIES][];
    private final RemoteWriteReader remoteWrite =
            new RemoteWriteReader(new SeriesCache(1 << 19), WireLimits.DEFAULT);
    private final OtlpMetrics otlp = new OtlpMetrics(OtlpOptions.DEFAULT, WireLimits.DEFAULT);
    private final ByteKeyMap<CachedSeries> known = new ByteKeyMap<>();
    private final Sum sink = new Sum();
    private int next;

    @Setup
    public void prepare() {
        for (int i = 0; i < BODIES; i++) {
            WireBodies series = new WireBodies(i);
            long time = TIME_MILLIS + i * 1_000L;
            bodies[i] =
                    switch (format) {
                        case REMOTE_WRITE_1 -> series.remoteWrite(RemoteWriteVersion.V1, time);
                        case REMOTE_WRITE_2 -> series.remoteWrite(RemoteWriteVersion.V2, time);
                        case TEXT -> series.text(time);
                        case OPENMETRICS -> series.openMetrics(time);
                        case PROTOBUF -> series.protobuf(time);
                        case OTLP -> series.otlp(time);
                    };
        }
    }

    @Benchmark
    @OperationsPerInvocation(WireBodies.SERIES)
    public double decode(Cpu cpu) {
        cpu.samples += WireBodies.SERIES;
        next = (next + 1) % BODIES;
        byte[] body = bodies[next];
        switch (format) {
            case REMOTE_WRITE_1 -> remoteWrite.read(RemoteWriteVersion.V1, body, sink);
            case REMOTE_WRITE_2 -> remoteWrite.read(RemoteWriteVersion.V2, body, sink);
            case TEXT -> scrape(Exposition.TEXT.reader(body));
            case OPENMETRICS -> scrape(Exposition.OPENMETRICS.reader(body));
            case PROTOBUF -> scrape(Exposition.PROTOBUF.reader(body));
            case OTLP -> otlp.read(body, OtlpEncoding.PROTOBUF, sink);
        }
        return sink.sum;
    }

    private void scrape(ExpositionReader reader) {
        while (reader.next()) {
            CachedSeries series =
                    known.find(reader.seriesBytes(), reader.seriesStart(), reader.seriesEnd());
            if (series == null) {
                series = new CachedSeries(reader.labels());
                known.put(reader.seriesBytes(), reader.seriesStart(), reader.seriesEnd(), series);
            }
            sink.series(series);
            sink.sample(TIME_MILLIS, reader.value());
        }
    }

    /// Takes samples for nothing.
    private static final class Sum implements WriteSink {
        private double sum;

        @Override
        public void series(CachedSeries series) {
            sum += series.labels().size();
        }

        @Override
        public void sample(long timeMillis, double value) {
            sum += value;
        }

        @Override
        public void histogram(long timeMillis, FloatHistogram histogram) {
            sum += histogram.count();
        }

        @Override
        public void exemplar(Exemplar exemplar) {
            sum += exemplar.value();
        }

        @Override
        public void describe(Metadata metadata) {
            sum += metadata.help().length();
        }

        @Override
        public void reject(String reason) {
            throw new IllegalStateException(reason);
        }
    }
}
