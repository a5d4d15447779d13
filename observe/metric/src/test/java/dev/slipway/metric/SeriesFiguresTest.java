package dev.slipway.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.slipway.model.LabelSelector;
import dev.slipway.promql.EngineOptions;
import dev.slipway.promql.PromqlEngine;
import dev.slipway.promql.syntax.ParserOptions;
import dev.slipway.promql.syntax.PromqlParser;
import dev.slipway.rule.PromqlQueries;
import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.MemorySeries;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SeriesFiguresTest {
    private static final Instant NOW = Instant.ofEpochSecond(10_000);

    private final MemorySeries store = new MemorySeries();
    private final SeriesFigures figures =
            new SeriesFigures(
                    new PromqlQueries(
                            new PromqlEngine(EngineOptions.defaults(), System::nanoTime),
                            store,
                            text -> PromqlParser.parse(text, ParserOptions.stable())),
                    InstantSource.fixed(NOW));

    @Test
    void sumsAGaugeByPod() {
        gauge(3, "depth", "namespace", "shop", "pod", "a", "queue", "in");
        gauge(4, "depth", "namespace", "shop", "pod", "a", "queue", "out");
        gauge(5, "depth", "namespace", "shop", "pod", "b", "queue", "in");
        gauge(9, "depth", "namespace", "other", "pod", "c", "queue", "in");

        assertThat(
                        figures.sumBy(
                                "pod",
                                "depth",
                                Map.of("namespace", "shop"),
                                LabelSelector.everything()))
                .containsOnly(Map.entry("a", 7.0), Map.entry("b", 5.0));
    }

    @Test
    void readsACounterAsItsRate() {
        for (int second = 0; second <= 120; second += 15) {
            append(
                    NOW.minusSeconds(120 - second).toEpochMilli(),
                    second * 2.0,
                    "requests_total",
                    "pod",
                    "a");
        }

        assertThat(figures.sum("requests", Map.of(), LabelSelector.everything()))
                .hasValueCloseTo(2.0, offset(1e-9));
    }

    @Test
    void choosesSeriesByTheirLabelsAsWritten() {
        gauge(1, "depth", "queue", "a.b");
        gauge(2, "depth", "queue", "axb");
        gauge(4, "depth", "queue", "c|d");
        LabelSelector chosen =
                new LabelSelector(
                        Map.of(),
                        List.of(
                                new LabelSelector.Requirement(
                                        "queue", "In", List.of("a.b", "c|d"))));

        assertThat(figures.sum("depth", Map.of(), chosen)).hasValue(5);
        assertThat(figures.sum("nothing", Map.of(), chosen)).isEmpty();
    }

    private void gauge(double value, String name, String... labels) {
        append(NOW.toEpochMilli(), value, name, labels);
    }

    private void append(long timeMillis, double value, String name, String... labels) {
        try (Appender appender = store.appender()) {
            Labels named = Labels.of(labels).toBuilder().set(Labels.METRIC_NAME, name).build();
            appender.append(appender.series(named), timeMillis, value);
            appender.commit();
        }
    }
}
