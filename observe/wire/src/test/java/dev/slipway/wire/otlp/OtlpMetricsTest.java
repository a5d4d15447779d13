package dev.slipway.wire.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.series.Metadata;
import dev.slipway.wire.Mutations;
import dev.slipway.wire.ProtoReader;
import dev.slipway.wire.WireException;
import dev.slipway.wire.WireLimits;
import dev.slipway.wire.otlp.OtlpOptions.Deltas;
import dev.slipway.wire.otlp.OtlpOptions.LabelNaming;
import dev.slipway.wire.otlp.OtlpOptions.Promotion;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OtlpMetricsTest {
    private static final String TIME = "\"timeUnixNano\":\"1767225660000000000\"";

    private final SampleLines lines = new SampleLines();

    @ParameterizedTest
    @EnumSource
    void seriesAreThoseThatPrometheusMade(RecordedRequests recorded) throws IOException {
        OtlpMetrics metrics = new OtlpMetrics(recorded.options(), WireLimits.DEFAULT);
        OtlpOutcome outcome = metrics.read(RecordedRequests.request(), OtlpEncoding.JSON, lines);
        assertThat(outcome.rejected()).as(outcome.message()).isZero();
        assertThat(lines.sorted()).containsExactlyInAnyOrderElementsOf(recorded.expected());
    }

    @Test
    void protobufMeansTheSameAsJson() throws IOException {
        byte[] protobuf = JsonTranscoder.toProtobuf(RecordedRequests.request());
        SampleLines fromProtobuf = new SampleLines();
        OtlpOutcome first = read(RecordedRequests.request(), OtlpEncoding.JSON, lines);
        OtlpOutcome second = read(protobuf, OtlpEncoding.PROTOBUF, fromProtobuf);
        assertThat(second).isEqualTo(first);
        assertThat(fromProtobuf.sorted()).isEqualTo(lines.sorted()).isNotEmpty();
    }

    @Test
    void metadataAndStartsAreKnown() throws IOException {
        read(RecordedRequests.request(), OtlpEncoding.JSON, lines);
        assertThat(lines.metadata("http_server_requests_total"))
                .isEqualTo(new Metadata(Metadata.Type.COUNTER, "", "All requests"));
        assertThat(lines.metadata("latency_milliseconds_bucket"))
                .isEqualTo(new Metadata(Metadata.Type.HISTOGRAM, "milliseconds", "How long"));
        assertThat(lines.metadata("speed_meters_per_second").unit()).isEqualTo("meters_per_second");
        assertThat(lines.starts()).contains(1_767_225_600_000L);
    }

    @Test
    void exemplarsOfHistogramsStandAtTheirBucket() throws IOException {
        read(RecordedRequests.request(), OtlpEncoding.JSON, lines);
        assertThat(lines.exemplars())
                .anyMatch(each -> each.contains("le=\"1\"") && each.contains("value=0.7"))
                .anyMatch(each -> each.contains("le=\"10\"") && each.contains("value=10.0"))
                .anyMatch(each -> each.contains("le=\"+Inf\"") && each.contains("value=3000000.0"))
                .anyMatch(each -> each.contains("user.id") && each.contains("5b8efff798038103"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "sum":{"aggregationTemporality":1,"dataPoints":[{"asInt":"1"}]} | delta
                    "sum":{"dataPoints":[{"asInt":"1"}]} | no temporality
                    "exponentialHistogram":{"aggregationTemporality":2,"dataPoints":[{"scale":-5}]} | scale: -5
                    "exponentialHistogram":{"aggregationTemporality":2,"dataPoints":[{"count":"2"}]} | count: 2 (expected: 0
                    "gauge":{"dataPoints":[{"attributes":[{"key":"","value":{"intValue":"1"}}]}]} | attribute ""
                    """)
    void whatIsNotAcceptableIsCountedAndTheRestGoesOn(String data, String reason) {
        String good = "{\"name\":\"good\",\"gauge\":{\"dataPoints\":[{" + TIME + ",\"asInt\":1}]}}";
        OtlpOutcome outcome = read(request("{\"name\":\"bad\"," + data + "}," + good));
        assertThat(lines.sorted()).containsExactly("good{job=\"c\"} 1767225660000 1");
        assertThat(outcome.accepted()).isEqualTo(1);
        assertThat(outcome.rejected()).isEqualTo(1);
        assertThat(outcome.message()).startsWith("Metric \"bad\": ").contains(reason);
    }

    @Test
    void deltasAreAddedUpIfAskedTo() {
        OtlpMetrics metrics =
                new OtlpMetrics(
                        new OtlpOptions(
                                Translation.NONE,
                                LabelNaming.DEFAULT,
                                Promotion.NONE,
                                false,
                                true,
                                Deltas.CUMULATE),
                        WireLimits.DEFAULT);
        for (int second : new int[] {1, 2, 2, 3}) {
            metrics.read(request(deltas(second)), OtlpEncoding.JSON, lines);
        }
        assertThat(lines.rejections()).hasSize(2).allMatch(each -> each.contains("not newer"));
        assertThat(lines.sorted())
                .containsExactly(
                        "h{job=\"c\"} 1000 schema -53 {count:3, sum:1, [-Inf,1]:2, (1,+Inf]:1}",
                        "h{job=\"c\"} 2000 schema -53 {count:6, sum:2, [-Inf,1]:4, (1,+Inf]:2}",
                        "h{job=\"c\"} 3000 schema -53 {count:9, sum:3, [-Inf,1]:6, (1,+Inf]:3}",
                        "n{job=\"c\"} 1000 1.5",
                        "n{job=\"c\"} 2000 3",
                        "n{job=\"c\"} 3000 4.5");
    }

    @Test
    void answersSayWhatWasRefused() {
        OtlpOutcome outcome = new OtlpOutcome(5, 0, "").withRefused(2, "too \"old\"");
        assertThat(outcome).isEqualTo(new OtlpOutcome(3, 2, "too \"old\""));
        assertThat(new String(outcome.response(OtlpEncoding.JSON), UTF_8))
                .isEqualTo(
                        "{\"partialSuccess\":{\"rejectedDataPoints\":\"2\","
                                + "\"errorMessage\":\"too \\\"old\\\"\"}}");
        ProtoReader reader = new ProtoReader(outcome.response(OtlpEncoding.PROTOBUF));
        assertThat(reader.next()).isTrue();
        reader.enter();
        assertThat(reader.next()).isTrue();
        assertThat(reader.varint()).isEqualTo(2);
        assertThat(reader.next()).isTrue();
        assertThat(reader.string()).isEqualTo("too \"old\"");
        assertThat(new OtlpOutcome(5, 0, "").response(OtlpEncoding.PROTOBUF)).isEmpty();
    }

    @Test
    void encodingsAreToldApartByTheirHeader() {
        assertThat(OtlpEncoding.of("application/json; charset=utf-8")).isEqualTo(OtlpEncoding.JSON);
        assertThat(OtlpEncoding.of("application/x-protobuf")).isEqualTo(OtlpEncoding.PROTOBUF);
        assertThatThrownBy(() -> OtlpEncoding.of("text/plain"))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("text/plain");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                 the end",
        "[],                 an object",
        "'{\"resourceMetrics\":[1]}', an object",
        "'{\"resourceMetrics\":', Unexpected end-of-input",
        "'{} {}',            the end"
    })
    void malformedJsonIsRefusedAsAWhole(String body, String message) {
        assertThatThrownBy(() -> read(body.getBytes(UTF_8)))
                .isInstanceOf(WireException.class)
                .hasMessageContaining(message);
    }

    @Test
    void limitsHold() {
        WireLimits few = new WireLimits(10_000, 2, 3, 100);
        OtlpMetrics metrics = new OtlpMetrics(OtlpOptions.DEFAULT, few);
        String point = "{" + TIME + "},";
        String points = point.repeat(3);
        byte[] many =
                request(
                        "{\"name\":\"m\",\"gauge\":{\"dataPoints\":[%s]}}"
                                .formatted(points.substring(0, points.length() - 1)));
        assertThatThrownBy(() -> metrics.read(many, OtlpEncoding.JSON, lines))
                .isInstanceOf(WireException.class)
                .hasMessage("points of a metric: 3 (expected: at most 2)");
        assertThatThrownBy(() -> metrics.read(new byte[10_001], OtlpEncoding.PROTOBUF, lines))
                .hasMessage("bytes: 10001 (expected: at most 10000)");
    }

    @Test
    void damagedBodiesThrowNothingElse() throws IOException {
        byte[] json = RecordedRequests.request();
        Mutations.of(json, 7, 600, body -> read(body, OtlpEncoding.JSON, new SampleLines()));
        byte[] protobuf = JsonTranscoder.toProtobuf(json);
        Mutations.of(
                protobuf, 8, 3_000, body -> read(body, OtlpEncoding.PROTOBUF, new SampleLines()));
    }

    private OtlpOutcome read(byte[] json) {
        return read(json, OtlpEncoding.JSON, lines);
    }

    private static OtlpOutcome read(byte[] body, OtlpEncoding encoding, SampleLines sink) {
        return new OtlpMetrics(OtlpOptions.DEFAULT, WireLimits.DEFAULT).read(body, encoding, sink);
    }

    private static byte[] request(String metrics) {
        String resource =
                "{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"c\"}}]}";
        return "{\"resourceMetrics\":[{\"resource\":%s,\"scopeMetrics\":[{\"metrics\":[%s]}]}]}"
                .formatted(resource, metrics)
                .getBytes(UTF_8);
    }

    private static String deltas(int second) {
        String time = "\"timeUnixNano\":\"%d000000000\"".formatted(second);
        return """
        {"name":"n","sum":{"aggregationTemporality":1,"isMonotonic":true,
          "dataPoints":[{%s,"asDouble":1.5}]}},
        {"name":"h","histogram":{"aggregationTemporality":1,"dataPoints":[
          {%s,"count":3,"sum":1,"explicitBounds":[1],"bucketCounts":[2,1]}]}}\
        """
                .formatted(time, time);
    }
}
