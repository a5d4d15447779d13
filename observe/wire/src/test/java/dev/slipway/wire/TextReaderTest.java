package dev.slipway.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.Exemplar;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextReaderTest {
    private static final String TEXT =
            """
            # HELP http_requests_total All \\\\ requests.\\nTwo lines.
            # TYPE http_requests_total counter
            http_requests_total{method="post",code="200"} 1027 1395066363000
            http_requests_total{method="a\\"b",code="400",}    3

            # a comment
            up -1.5e3
            odd{le="0.5"} +Inf
            """;
    private static final String OPEN =
            """
            # TYPE jobs counter
            # HELP jobs Done.
            jobs_total{kind="a"} 17.0 1520879607.789 # {trace_id="KOO5"} 0.67 1520879606.5
            # TYPE size_bytes gauge
            # UNIT size_bytes bytes
            size_bytes 5
            # EOF
            """;

    @Test
    void textIsReadAsItStands() {
        ExpositionReader reader = Exposition.TEXT.reader(TEXT.getBytes(UTF_8));
        assertThat(reader.next()).isTrue();
        assertThat(reader.labels())
                .isEqualTo(
                        Labels.of(
                                "__name__",
                                "http_requests_total",
                                "method",
                                "post",
                                "code",
                                "200"));
        assertThat(reader.value()).isEqualTo(1027);
        assertThat(reader.timestampMillis()).isEqualTo(1395066363000L);
        assertThat(reader.metadata())
                .isEqualTo(new Metadata(Metadata.Type.COUNTER, "", "All \\ requests.\nTwo lines."));
        assertThat(reader.next()).isTrue();
        assertThat(reader.labels().value("method")).isEqualTo("a\"b");
        assertThat(reader.hasTimestamp()).isFalse();
        assertThat(reader.next()).isTrue();
        assertThat(reader.labels()).isEqualTo(Labels.of("__name__", "up"));
        assertThat(reader.value()).isEqualTo(-1500);
        assertThat(reader.next()).isTrue();
        assertThat(reader.value()).isInfinite();
        assertThat(reader.next()).isFalse();
    }

    @Test
    void openMetricsIsReadWithExemplarsAndUnits() {
        ExpositionReader reader = Exposition.OPENMETRICS.reader(OPEN.getBytes(UTF_8));
        assertThat(reader.next()).isTrue();
        assertThat(reader.labels()).isEqualTo(Labels.of("__name__", "jobs_total", "kind", "a"));
        assertThat(reader.timestampMillis()).isEqualTo(1520879607789L);
        assertThat(reader.exemplars(0))
                .containsExactly(new Exemplar(Labels.of("trace_id", "KOO5"), 0.67, 1520879606500L));
        assertThat(reader.metadata()).isEqualTo(new Metadata(Metadata.Type.COUNTER, "", "Done."));
        assertThat(reader.next()).isTrue();
        assertThat(reader.metadata().unit()).isEqualTo("bytes");
        assertThat(reader.next()).isFalse();
    }

    @Test
    void malformedLinesAreRefusedWithTheirLine() {
        for (String line : List.of("b{", "b{c} 1", "b", "b x", "b 1 2 3", "{} 1")) {
            assertThatThrownBy(
                            () -> drain(Exposition.TEXT, ("a 1\n" + line + "\n").getBytes(UTF_8)))
                    .as(line)
                    .isInstanceOf(WireException.class)
                    .hasMessageContaining("line 2");
        }
        assertThatThrownBy(() -> drain(Exposition.TEXT, "b{c=\"d} 1\n".getBytes(UTF_8)))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("the end (expected: \")");
        assertThatThrownBy(() -> drain(Exposition.OPENMETRICS, "a 1\n".getBytes(UTF_8)))
                .isInstanceOf(WireException.class);
    }

    @Test
    void damagedPagesAreRefusedOrRead() {
        Mutations.of(TEXT.getBytes(UTF_8), 1, 20_000, body -> drain(Exposition.TEXT, body));
        Mutations.of(OPEN.getBytes(UTF_8), 2, 20_000, body -> drain(Exposition.OPENMETRICS, body));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Labels labels = Labels.of("__name__", "jobs_total", "kind", "a\\b\"c\nd");
        Metadata metadata = new Metadata(Metadata.Type.COUNTER, "", "One\n\\ \"two\"");
        Exemplar exemplar = new Exemplar(Labels.of("trace_id", "x"), 2.5, -1_500);
        MetricFamily family =
                new MetricFamily(
                        "jobs_total",
                        metadata,
                        List.of(new MetricFamily.Sample(labels, 12.25, -7L, exemplar)));
        for (Exposition format :
                List.of(Exposition.TEXT, Exposition.TEXT_UTF8, Exposition.OPENMETRICS)) {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            ExpositionWriter writer = new ExpositionWriter(format, stream);
            writer.write(family);
            writer.finish();
            ExpositionReader reader = format.reader(stream.toByteArray());
            assertThat(reader.next()).isTrue();
            assertThat(reader.labels()).isEqualTo(labels);
            assertThat(reader.metadata()).isEqualTo(metadata);
            assertThat(reader.value()).isEqualTo(12.25);
            assertThat(reader.timestampMillis()).isEqualTo(-7);
            if (format == Exposition.OPENMETRICS) {
                assertThat(reader.exemplars(0)).containsExactly(exemplar);
            }
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void refusesWhatExceedsItsLimits() {
        assertTooLarge("a 1\nb 2\nc 3\nd 4\n", "samples of an exposition: 4 (expected: at most 3)");
        assertTooLarge("a{b=\"1\",c=\"2\",d=\"3\"} 1\n", "labels of a series: 4");
        assertTooLarge("a{b=\"12345678901\"} 1\n", "bytes of a label: 11");
        assertTooLarge("a{" + " ".repeat(200) + "} 1\n", "Exposition line 1: 202 bytes");
        assertTooLarge("a 1\n# " + "x".repeat(200) + "\n", "Exposition line 2: 202 bytes");
        assertTooLarge("a 1\n" + "x".repeat(20) + " 1\n", "bytes of a label: 20");
    }

    private static void assertTooLarge(String text, String message) {
        byte[] body = text.getBytes(UTF_8);
        WireLimits limits = new WireLimits(1_000, 3, 3, 10);
        assertThatThrownBy(() -> drain(Exposition.TEXT.reader(body, 0, body.length, false, limits)))
                .isInstanceOfSatisfying(
                        WireException.class,
                        e -> assertThat(e.reason()).isEqualTo(WireException.Reason.TOO_LARGE))
                .hasMessageContaining(message);
    }

    @Test
    void tellsWhichLabelsHaveNoValue() {
        ExpositionReader reader = Exposition.TEXT.reader("a{b=\"\",c=\"1\"} 1\n".getBytes(UTF_8));
        assertThat(reader.next()).isTrue();
        assertThat(reader.valuelessLabels()).containsExactly("b");
        assertThat(reader.labels()).isEqualTo(Labels.of("__name__", "a", "c", "1"));
    }

    static List<Labels> drain(Exposition format, byte[] body) {
        return drain(format.reader(body));
    }

    private static List<Labels> drain(ExpositionReader reader) {
        List<Labels> series = new ArrayList<>();
        while (reader.next()) {
            series.add(reader.labels());
            reader.metadata();
            reader.exemplars(0);
        }
        return series;
    }
}
