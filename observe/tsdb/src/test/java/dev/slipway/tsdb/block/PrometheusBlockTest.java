package dev.slipway.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.SampleColumns;
import dev.slipway.tsdb.chunk.Chunk;
import dev.slipway.tsdb.chunk.Encoding;
import dev.slipway.tsdb.chunk.Histograms;
import dev.slipway.tsdb.chunk.XorEncoder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Blocks as Prometheus' own tool writes and reads them.
final class PrometheusBlockTest {
    /// A multiple of two hours, so that all samples land in one block.
    private static final long START = 1_699_999_200_000L;

    private static final int HISTOGRAMS = 200;

    @TempDir Path scratch;

    @BeforeEach
    void needsPromtool() {
        Promtool.assumeInstalled("promtool");
    }

    @Test
    void readsWhatPrometheusWrote() throws Exception {
        Samples samples = samples();
        try (Block block = Block.open(written(samples))) {
            assertThat(Samples.read(block, Samples.ALL).series).isEqualTo(samples.series);
        }
    }

    @Test
    void writesTheSameBytesAsPrometheus() throws Exception {
        Path theirs = written(samples());
        Path folder = Files.createDirectory(scratch.resolve("ours"));
        Ulid ulid = Ulid.find(theirs.getFileName().toString()).orElseThrow();
        rewrite(theirs, folder, ulid);
        Path ours = folder.resolve(ulid.toString());
        for (String file : List.of("index", "chunks/000001", "tombstones")) {
            assertThat(ours.resolve(file)).as(file).hasSameBinaryContentAs(theirs.resolve(file));
        }
        assertThat(ours.resolve("meta.json")).hasSameTextualContentAs(theirs.resolve("meta.json"));
    }

    @Test
    void writesWhatPrometheusReads() throws Exception {
        Samples samples = samples();
        Path folder = Files.createDirectory(scratch.resolve("ours"));
        Files.createDirectory(folder.resolve("wal"));
        Ulid ulid = Ulid.of(START, new SplittableRandom(1));
        samples.write(folder, ulid);
        List<String> expected = new ArrayList<>();
        samples.series.forEach((labels, each) ->
                each.forEach((time, value) -> expected.add(dumped(labels, time, (Long) value))));
        assertThat(Promtool.run(scratch, "tsdb", "dump", folder.toString()).lines())
                .map(PrometheusBlockTest::normalized)
                .containsExactlyElementsOf(expected);
        assertThat(Promtool.run(scratch, "tsdb", "analyze", folder.toString()))
                .contains("Block ID: " + ulid)
                .contains("Series: " + samples.series.size());
    }

    @Test
    void writesHistogramsThatPrometheusReads() throws Exception {
        Promtool.assumeInstalled("prometheus");
        Path folder = Files.createDirectory(scratch.resolve("ours"));
        Files.createDirectory(folder.resolve("wal"));
        Samples samples = histograms();
        samples.write(folder, Ulid.of(START, new SplittableRandom(1)));
        Map<String, List<Double>> read = new TreeMap<>();
        try (PrometheusServer prometheus = new PrometheusServer(scratch, folder)) {
            long end = START + HISTOGRAMS * 15_000L;
            // Asked for one by one: this version mixes up histograms of several series.
            for (Labels labels : samples.series.keySet()) {
                String seed = labels.value("seed");
                JsonNode series = prometheus.query("{seed='%s'}[1d]".formatted(seed), end);
                for (JsonNode each : series.path(0).path("histograms")) {
                    long time = Math.round(each.get(0).asDouble() * 1000);
                    read.put(seed + "@" + time, numbers(each.get(1)));
                }
            }
        }
        Map<String, List<Double>> expected = numbers(samples);
        Set<String> missing = new TreeSet<>(expected.keySet());
        missing.removeAll(read.keySet());
        assertThat(missing).isEmpty();
        assertThat(read).hasSizeGreaterThan(2000).hasSameSizeAs(expected);
        expected.forEach((key, each) -> assertThat(read.get(key)).as(key).isEqualTo(each));
    }

    /// Without custom bounds, which came to Prometheus later than to Debian, and without buckets so
    /// wide that their bounds are infinite, which it does not print.
    private static Samples histograms() {
        Samples samples = new Samples();
        for (int seed = 0; seed < 40; seed++) {
            Histograms source = new Histograms(new SplittableRandom(seed));
            for (int i = 0; i < HISTOGRAMS; i++) {
                FloatHistogram histogram = source.next();
                if (histogram.schema() >= 0) {
                    long time = START + i * 15_000L;
                    samples.add(Labels.of("seed", String.valueOf(seed)), time, histogram);
                }
            }
        }
        return samples;
    }

    /// Sum, count and what is in each bucket with something in it; stale samples are not returned.
    private static Map<String, List<Double>> numbers(Samples samples) {
        Map<String, List<Double>> numbers = new TreeMap<>();
        samples.series.forEach((labels, each) ->
                each.forEach((time, sample) -> {
                    FloatHistogram histogram = (FloatHistogram) sample;
                    if (!histogram.isStale()) {
                        numbers.put(labels.value("seed") + "@" + time, numbers(histogram));
                    }
                }));
        return numbers;
    }

    private static List<Double> numbers(FloatHistogram histogram) {
        DoubleStream buckets =
                DoubleStream.concat(
                        DoubleStream.of(histogram.zeroCount()),
                        DoubleStream.concat(
                                DoubleStream.of(histogram.positiveCounts()),
                                DoubleStream.of(histogram.negativeCounts())));
        return numbers(histogram.sum(), histogram.count(), buckets);
    }

    private static List<Double> numbers(JsonNode histogram) {
        DoubleStream buckets =
                StreamSupport.stream(histogram.path("buckets").spliterator(), false)
                        .mapToDouble(each -> each.get(3).asDouble());
        return numbers(
                histogram.path("sum").asDouble(), histogram.path("count").asDouble(), buckets);
    }

    private static List<Double> numbers(double sum, double count, DoubleStream buckets) {
        List<Double> numbers = new ArrayList<>(List.of(sum, count));
        buckets.filter(each -> each != 0).sorted().forEach(numbers::add);
        return numbers;
    }

    /// Compares how each chunk is encoded, and writes it as it is: Prometheus cuts chunks by time.
    private static void rewrite(Path theirs, Path folder, Ulid ulid) {
        try (Block block = Block.open(theirs);
                BlockWriter writer = new BlockWriter(folder, ulid);
                BlockCursor cursor = block.cursor(Samples.ALL)) {
            SampleColumns columns = new SampleColumns();
            while (cursor.next()) {
                writer.series(cursor.labels());
                for (ChunkMeta each : cursor.chunks()) {
                    columns.clear();
                    cursor.read(each, columns);
                    Chunk chunk = cursor.chunk(each);
                    String ours = bytes(encoded(each, columns));
                    // Prometheus ends some chunks with a byte without bits.
                    assertThat(bytes(chunk))
                            .as("chunk of %s", cursor.labels())
                            .isIn(ours, ours + "00");
                    writer.chunk(chunk);
                }
            }
            BlockMeta meta = block.meta();
            writer.finish(meta.minMillis(), meta.maxMillis(), meta.compaction());
        }
    }

    private static String bytes(Chunk chunk) {
        return HexFormat.of().formatHex(chunk.data().toArray(ValueLayout.JAVA_BYTE));
    }

    private static Chunk encoded(ChunkMeta meta, SampleColumns columns) {
        MemorySegment memory = MemorySegment.ofArray(new byte[1 << 16]);
        XorEncoder encoder = new XorEncoder();
        for (int i = 0; i < columns.size(); i++) {
            encoder.append(memory, 0, columns.timeMillis(i), columns.value(i));
        }
        MemorySegment data = memory.asSlice(0, encoder.sizeBytes());
        return new Chunk(Encoding.XOR, meta.minMillis(), meta.maxMillis(), data);
    }

    /// The block that promtool makes of the samples.
    private Path written(Samples samples) throws Exception {
        Path input = scratch.resolve("input.txt");
        List<String> lines = new ArrayList<>();
        samples.series.forEach((labels, each) ->
                each.forEach((time, value) ->
                        lines.add(
                                "%s %s %d.%03d"
                                        .formatted(
                                                // The format has no room here.
                                                labels.toString().replace(", ", ","),
                                                text((Long) value),
                                                time / 1000,
                                                time % 1000))));
        lines.add("# EOF");
        Files.write(input, lines);
        Path folder = scratch.resolve("theirs");
        Promtool.run(
                scratch,
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                input.toString(),
                folder.toString());
        try (Stream<Path> blocks = Files.list(folder)) {
            return blocks.filter(each -> Files.exists(each.resolve("index")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// Floats only, which is what the text format and the dump can carry.
    private static Samples samples() {
        Samples samples = new Samples();
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 60; i++) {
            Labels labels =
                    Labels.of(
                            "__name__",
                            i % 2 == 0 ? "requests" : "temperature",
                            "instance",
                            "host-" + i / 4,
                            i % 3 == 0 ? "place" : "path",
                            i % 3 == 0 ? "Zürich \uD83D\uDE00" : "/" + i);
            double value = 0;
            for (int j = 0; j < 400; j++) {
                value += i % 5 == 0 ? random.nextGaussian() : random.nextInt(50);
                long time = START + j * 15_000L + (i % 4 == 0 ? random.nextInt(5) : 0);
                samples.add(labels, time, j % 97 == 96 ? special(random) : value);
            }
        }
        return samples;
    }

    private static double special(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            // What Prometheus' parsers make of a NaN in text.
            case 0 -> Double.longBitsToDouble(0x7ff8_0000_0000_0001L);
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            default -> Double.MIN_VALUE;
        };
    }

    private static String text(long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value);
    }

    private static String dumped(Labels labels, long time, long bits) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < labels.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(labels.name(i)).append('=');
            text.append('"').append(labels.value(i)).append('"');
        }
        return text + "} " + Double.longBitsToDouble(bits) + " " + time;
    }

    /// Go writes numbers another way.
    private static String normalized(String line) {
        int end = line.lastIndexOf(' ');
        int start = line.lastIndexOf(' ', end - 1);
        String number = line.substring(start + 1, end);
        double value =
                switch (number) {
                    case "+Inf" -> Double.POSITIVE_INFINITY;
                    case "-Inf" -> Double.NEGATIVE_INFINITY;
                    default -> Double.parseDouble(number);
                };
        return line.substring(0, start + 1) + value + line.substring(end);
    }
}
