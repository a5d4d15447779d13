package dev.slipway.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.promql.QueryValue.Vector;
import dev.slipway.promql.syntax.ParserOptions;
import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.MemorySeries;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A counter that goes up by 10 every 10 seconds and begins anew at 50.
final class EdgeFunctionsTest {
    private final MemorySeries store = new MemorySeries();
    private final PromqlEngine engine =
            new PromqlEngine(
                    EngineOptions.defaults().withLanguage(ParserOptions.all()), System::nanoTime);

    @BeforeEach
    void fill() {
        try (Appender appender = store.appender()) {
            long counter = appender.series(Labels.of("__name__", "c_total", "job", "a"));
            for (int i = 0; i < 10; i++) {
                appender.append(counter, i * 10_000L, i % 5 * 10);
            }
            long info =
                    appender.series(Labels.of("__name__", "target_info", "job", "a", "zone", "z"));
            appender.append(info, 0, 1);
            appender.commit();
        }
    }

    @Test
    void standsOnTheSampleBeforeTheRange() {
        assertThat(value("increase(c_total[20s] anchored)", 35_000)).isEqualTo(20);
        assertThat(value("changes(c_total[5s] anchored)", 35_000)).isNaN();
        assertThat(value("rate(c_total[20s] anchored)", 35_000)).isEqualTo(1);
    }

    @Test
    void interpolatesAtTheEdges() {
        assertThat(value("increase(c_total[20s] smoothed)", 35_000)).isEqualTo(20);
        assertThat(value("increase(c_total[15s] smoothed)", 29_000)).isEqualTo(15);
        assertThat(value("c_total smoothed", 12_500)).isEqualTo(12.5);
    }

    @Test
    void countsWhatAResetLost() {
        // 35 at the start, 40 at the reset, 5 of the way from 0 to 10 at the end.
        assertThat(value("increase(c_total[20s] smoothed)", 55_000)).isEqualTo(40 - 35 + 5);
        assertThat(value("resets(c_total[20s] anchored)", 55_000)).isEqualTo(1);
    }

    @Test
    void isNotForEveryFunction() {
        assertThatThrownBy(() -> value("deriv(c_total[1m] smoothed)", 0))
                .isInstanceOf(QueryException.class)
                .hasMessageStartingWith("smoothed modifier can only be used with: delta");
    }

    @Test
    void addsLabelsOfInfoMetrics() {
        Vector vector = (Vector) engine.instant(store, "info(c_total)", 10_000).value();
        assertThat(vector.samples())
                .singleElement()
                .extracting(QueryValue.Sample::labels)
                .isEqualTo(Labels.of("__name__", "c_total", "job", "a", "zone", "z"));
        assertThat(engine.instant(store, "info(c_total, {zone=\"y\"})", 10_000).value())
                .isEqualTo(new Vector(java.util.List.of()));
    }

    /// NaN if there is none.
    private double value(String query, long timeMillis) {
        Vector vector = (Vector) engine.instant(store, query, timeMillis).value();
        return vector.samples().isEmpty() ? Double.NaN : vector.samples().getFirst().value();
    }
}
