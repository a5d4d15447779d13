package dev.slipway.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.SampleColumns;
import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.wire.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class NativeHistogramTest {
    private final Scraping scraping = Scraping.inStep();
    private final ExposingServer server = new ExposingServer("");

    @AfterEach
    void close() {
        scraping.close();
        server.close();
    }

    private TargetStatus scrape(String more) {
        server.exposes(
                "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
                        + " encoding=delimited",
                exposition());
        scraping.start(
                "scrape_configs: [{job_name: j, static_configs: [{targets: ['%s']}], %s}]"
                        .formatted(server.address(), more));
        scraping.awaitTargets(1);
        return scraping.awaitScrape(server.address());
    }

    private List<String> names() {
        return scraping.newest().keySet().stream()
                .map(each -> each.substring(0, each.indexOf('{')))
                .filter(each -> each.startsWith("n"))
                .toList();
    }

    private FloatHistogram histogram() {
        try (SeriesCursor cursor =
                scraping.store.select(new Selection(List.of(), 0, Long.MAX_VALUE))) {
            while (cursor.next()) {
                if (cursor.labels().metricName().equals("n")) {
                    SampleColumns columns = new SampleColumns();
                    cursor.read(columns);
                    return Objects.requireNonNull(columns.histogram(0));
                }
            }
        }
        throw new AssertionError("no histogram");
    }

    @Test
    void storesClassicBucketsUnlessNativeOnesAreWanted() {
        assertThat(scrape("honor_labels: false").lastError()).isEmpty();
        assertThat(names()).containsExactly("n_bucket", "n_bucket", "n_count", "n_sum");
        assertThat(server.requests().getFirst().headers().getFirst("Accept"))
                .doesNotContain("protobuf");
    }

    @Test
    void storesNativeHistogramsThatAreWanted() {
        assertThat(scrape("scrape_native_histograms: true").lastError()).isEmpty();
        assertThat(names()).containsExactly("n");
        assertThat(histogram().positiveCounts()).containsExactly(2, 3);
        assertThat(server.requests().getFirst().headers().getFirst("Accept"))
                .startsWith("application/vnd.google.protobuf");
    }

    @Test
    void storesBothFormsIfBothAreWanted() {
        scrape("scrape_native_histograms: true, always_scrape_classic_histograms: true");
        assertThat(names())
                .containsExactlyInAnyOrder("n", "n_bucket", "n_bucket", "n_count", "n_sum");
    }

    @Test
    void makesHistogramsCoarserThatHaveTooManyBuckets() {
        scrape("scrape_native_histograms: true, native_histogram_bucket_limit: 1");
        assertThat(histogram().positiveCounts()).containsExactly(5);
        assertThat(histogram().schema()).isLessThan(3);
    }

    @Test
    void makesHistogramsCoarserWhoseBucketsGrowTooLittle() {
        scrape("scrape_native_histograms: true, native_histogram_min_bucket_factor: 1.4");
        assertThat(histogram().schema()).isEqualTo(1);
    }

    private static byte[] exposition() {
        ProtoWriter family = new ProtoWriter();
        family.string(1, "n");
        family.varint(3, 4);
        int metric = family.open(4);
        int histogram = family.open(7);
        family.varint(1, 6);
        family.float64(2, 4.5);
        int bucket = family.open(3);
        family.varint(1, 2);
        family.float64(2, 1);
        family.close(bucket);
        family.zigzagIfSet(5, 3);
        family.float64(6, 0.001);
        family.varint(7, 1);
        int span = family.open(12);
        family.zigzagIfSet(1, 2);
        family.varint(2, 2);
        family.close(span);
        // 2, and 1 more than that.
        family.bytes(13, new byte[] {4, 2});
        family.close(histogram);
        family.close(metric);
        ProtoWriter length = new ProtoWriter();
        length.rawVarint(family.size());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(length.toByteArray());
        body.writeBytes(family.toByteArray());
        return body.toByteArray();
    }
}
