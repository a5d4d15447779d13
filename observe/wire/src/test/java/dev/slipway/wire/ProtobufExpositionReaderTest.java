package dev.slipway.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProtobufExpositionReaderTest {
    @Test
    void countersAreReadWithTheirExemplar() {
        ExpositionReader reader = Exposition.PROTOBUF.reader(counter());
        assertThat(reader.next()).isTrue();
        assertThat(reader.labels()).isEqualTo(Labels.of("__name__", "jobs_total", "kind", "a"));
        assertThat(reader.metadata()).isEqualTo(new Metadata(Metadata.Type.COUNTER, "", "Jobs."));
        assertThat(reader.value()).isEqualTo(17);
        assertThat(reader.timestampMillis()).isEqualTo(1_234);
        assertThat(reader.exemplars(9))
                .containsExactly(new Exemplar(Labels.of("trace_id", "x"), 0.5, 9));
        assertThat(reader.next()).isFalse();
    }

    @Test
    void summariesBecomeQuantilesSumAndCount() {
        assertThat(values(summary()))
                .containsOnly(
                        Map.entry("s{quantile=\"0.5\"}", 2.0),
                        Map.entry("s_sum", 6.0),
                        Map.entry("s_count", 3.0));
    }

    @Test
    void classicHistogramsBecomeBucketsUpToInfinity() {
        assertThat(values(classic()))
                .containsOnly(
                        Map.entry("h_bucket{le=\"1.0\"}", 2.0),
                        Map.entry("h_bucket{le=\"+Inf\"}", 3.0),
                        Map.entry("h_sum", 4.5),
                        Map.entry("h_count", 3.0));
    }

    @Test
    void nativeHistogramsAreOneSample() {
        ExpositionReader reader = Exposition.PROTOBUF.reader(nativeHistogram());
        assertThat(reader.next()).isTrue();
        FloatHistogram histogram = requireNonNull(reader.histogram());
        assertThat(histogram.schema()).isEqualTo(3);
        assertThat(histogram.count()).isEqualTo(6);
        assertThat(histogram.zeroCount()).isEqualTo(1);
        assertThat(histogram.positiveSpans()).containsExactly(new Span(-1, 2));
        assertThat(histogram.positiveCounts()).containsExactly(2, 3);
        assertThat(reader.next()).isFalse();
    }

    @Test
    void damagedBodiesAreRefusedOrRead() {
        int seed = 20;
        for (byte[] body : List.of(counter(), summary(), classic(), nativeHistogram())) {
            Mutations.of(
                    body, seed++, 10_000, bad -> TextReaderTest.drain(Exposition.PROTOBUF, bad));
        }
    }

    @Test
    void protobufWithinBoundsOnly() {
        for (byte[] bad :
                List.of(
                        new byte[] {10, 5, 1},
                        new byte[] {9, 1, 2},
                        new byte[] {8, -1},
                        new byte[] {0, 1},
                        new byte[] {8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1})) {
            ProtoReader reader = new ProtoReader(bad);
            assertThatThrownBy(
                            () -> {
                                while (reader.next()) {
                                    reader.skip();
                                }
                            })
                    .isInstanceOf(WireException.class);
        }
        byte[] groups = new byte[100_000];
        Arrays.fill(groups, (byte) 11);
        ProtoReader nested = new ProtoReader(groups);
        nested.next();
        assertThatThrownBy(nested::skip).hasMessageContaining("a group within");
    }

    private static Map<String, Double> values(byte[] body) {
        ExpositionReader reader = Exposition.PROTOBUF.reader(body);
        Map<String, Double> values = new TreeMap<>();
        while (reader.next()) {
            values.put(reader.labels().toString(), reader.value());
        }
        return values;
    }

    private static byte[] counter() {
        ProtoWriter family = family("jobs_total", 0);
        int metric = family.open(4);
        label(family, 1, "kind", "a");
        int counter = family.open(3);
        family.float64(1, 17);
        int exemplar = family.open(2);
        label(family, 1, "trace_id", "x");
        family.float64(2, 0.5);
        family.close(exemplar);
        family.close(counter);
        family.varint(6, 1_234);
        family.close(metric);
        return delimited(family);
    }

    private static byte[] summary() {
        ProtoWriter family = family("s", 2);
        int metric = family.open(4);
        int summary = family.open(4);
        family.varint(1, 3);
        family.float64(2, 6);
        int quantile = family.open(3);
        family.float64(1, 0.5);
        family.float64(2, 2);
        family.close(quantile);
        family.close(summary);
        family.close(metric);
        return delimited(family);
    }

    private static byte[] classic() {
        ProtoWriter family = family("h", 4);
        int metric = family.open(4);
        int histogram = family.open(7);
        family.varint(1, 3);
        family.float64(2, 4.5);
        int bucket = family.open(3);
        family.varint(1, 2);
        family.float64(2, 1);
        family.close(bucket);
        family.close(histogram);
        family.close(metric);
        return delimited(family);
    }

    private static byte[] nativeHistogram() {
        ProtoWriter family = family("n", 4);
        int metric = family.open(4);
        int histogram = family.open(7);
        family.varint(1, 6);
        family.float64(2, 4.5);
        family.zigzagIfSet(5, 3);
        family.float64(6, 0.001);
        family.varint(7, 1);
        int span = family.open(12);
        family.zigzagIfSet(1, -1);
        family.varint(2, 2);
        family.close(span);
        family.deltas(13, new double[] {2, 3});
        family.close(histogram);
        family.close(metric);
        return delimited(family);
    }

    private static ProtoWriter family(String name, int type) {
        ProtoWriter family = new ProtoWriter();
        family.string(1, name);
        family.string(2, "Jobs.");
        family.varint(3, type);
        return family;
    }

    private static void label(ProtoWriter writer, int field, String name, String value) {
        int pair = writer.open(field);
        writer.string(1, name);
        writer.string(2, value);
        writer.close(pair);
    }

    private static byte[] delimited(ProtoWriter family) {
        ProtoWriter body = new ProtoWriter();
        body.rawVarint(family.size());
        body.raw(family.buffer(), 0, family.size());
        return body.toByteArray();
    }
}
