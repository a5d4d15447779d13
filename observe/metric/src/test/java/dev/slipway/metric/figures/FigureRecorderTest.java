package dev.slipway.metric.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.series.MemorySeries;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FigureRecorderTest {
    private final SimulatedTime time = new SimulatedTime();
    private final MemorySeries store = new MemorySeries();
    private FigureSource source = sink -> {};
    private final FigureRecorder recorder =
            new FigureRecorder(
                    List.of(FigureRecorder.Job.of("edge", "here", sink -> source.collect(sink))),
                    store,
                    time);

    @Test
    void writesEachSeriesWithTheLabelsOfItsJob() {
        source = sink -> sink.counter("served_total", "Requests.").sample(3, "code", "200");

        recorder.record();

        assertThat(newest())
                .containsEntry("served_total{code=\"200\", instance=\"here\", job=\"edge\"}", "3.0")
                .containsEntry("up{instance=\"here\", job=\"edge\"}", "1.0");
    }

    @Test
    void endsSeriesThatAreGone() {
        source = sink -> sink.gauge("depth", "Waiting.").sample(3, "queue", "a");
        recorder.record();
        time.advance(FigureRecorder.PERIOD);
        source = sink -> sink.gauge("depth", "Waiting.").sample(4, "queue", "b");

        recorder.record();

        assertThat(newest())
                .containsEntry("depth{instance=\"here\", job=\"edge\", queue=\"a\"}", "stale")
                .containsEntry("depth{instance=\"here\", job=\"edge\", queue=\"b\"}", "4.0");
    }

    @Test
    void saysThatAPartCannotBeReadAndEndsItsSeries() {
        source = sink -> sink.gauge("depth", "Waiting.").sample(3);
        recorder.record();
        time.advance(FigureRecorder.PERIOD);
        source =
                sink -> {
                    throw new IllegalStateException("broken");
                };

        recorder.record();

        assertThat(newest()).containsEntry("up{instance=\"here\", job=\"edge\"}", "0.0");
        assertThat(newest()).containsEntry("depth{instance=\"here\", job=\"edge\"}", "stale");
    }

    @Test
    void tellsADistributionAsClassicBucketsAndAsOneHistogram() {
        double[] bounds = {1, 2, 4, 8};
        double[] counts = {1, 2, 0, 3, 4};
        source =
                sink ->
                        sink.histogram("took_seconds", "Time.")
                                .distribution(new FigureSink.Distribution(bounds, counts, 50, 2));

        recorder.record();

        assertThat(newest())
                .containsEntry(
                        "took_seconds_bucket{instance=\"here\", job=\"edge\", le=\"1\"}", "1.0")
                .containsEntry(
                        "took_seconds_bucket{instance=\"here\", job=\"edge\", le=\"4\"}", "3.0")
                .containsEntry(
                        "took_seconds_bucket{instance=\"here\", job=\"edge\", le=\"+Inf\"}", "10.0")
                .containsEntry("took_seconds_count{instance=\"here\", job=\"edge\"}", "10.0")
                .containsEntry("took_seconds_sum{instance=\"here\", job=\"edge\"}", "50.0")
                .doesNotContainKey(
                        "took_seconds_bucket{instance=\"here\", job=\"edge\", le=\"2\"}");
        assertThat(newest())
                .containsEntry(
                        "took_seconds{instance=\"here\", job=\"edge\"}",
                        "{count:10, sum:50, [-Inf,1]:1, (1,2]:2, (4,8]:3, (8,+Inf]:4}");
    }

    private Map<String, String> newest() {
        return Stored.newest(store);
    }
}
