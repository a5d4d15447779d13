package dev.slipway.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.promql.PromqlEngine.Period;
import dev.slipway.promql.QueryException.Kind;
import dev.slipway.promql.QueryValue.Matrix;
import dev.slipway.promql.QueryValue.Vector;
import dev.slipway.promql.syntax.DurationExpr;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.FunctionCatalogue;
import dev.slipway.promql.syntax.SourceSpan;
import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.MemorySeries;
import dev.slipway.series.StaleMarker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PromqlEngineTest {
    private static final SourceSpan SPAN = new SourceSpan(0, 1);
    private static final Expr.VectorSelector UP =
            new Expr.VectorSelector(
                    SPAN, "up", List.of(Matcher.equal(Labels.METRIC_NAME, "up")), Expr.Shift.NONE);

    private final MemorySeries store = new MemorySeries();
    private final PromqlEngine engine =
            new PromqlEngine(EngineOptions.defaults(), System::nanoTime);

    @BeforeEach
    void fill() {
        try (Appender appender = store.appender()) {
            long up = appender.series(Labels.of("__name__", "up", "job", "a"));
            for (int i = 0; i < 10; i++) {
                appender.append(up, i * 60_000L, i);
            }
            appender.append(up, 600_000, StaleMarker.VALUE);
            appender.commit();
        }
    }

    @Test
    void looksBackForFiveMinutesWithoutTheLeftEdge() {
        MemorySeries single = new MemorySeries();
        try (Appender appender = single.appender()) {
            appender.append(appender.series(Labels.of("__name__", "up")), 0, 1);
        }
        assertThat(engine.instant(single, UP, "up", 299_999).value())
                .isInstanceOfSatisfying(Vector.class, v -> assertThat(v.samples()).hasSize(1));
        assertThat(engine.instant(single, UP, "up", 300_000).value())
                .isEqualTo(new Vector(List.of()));
    }

    @Test
    void endsASeriesAtItsStaleMarker() {
        Matrix matrix =
                (Matrix)
                        engine.range(store, UP, "up", new Period(480_000, 720_000, 60_000)).value();
        assertThat(matrix.series()).hasSize(1);
        assertThat(matrix.series().getFirst().timesMillis()).containsExactly(480_000, 540_000);
        assertThat(matrix.series().getFirst().values()).containsExactly(8, 9);
    }

    @Test
    void dropsTheNameAndExtrapolatesRates() {
        Expr range = new Expr.MatrixSelector(SPAN, UP, new DurationExpr.Literal(SPAN, 300, true));
        Expr rate =
                new Expr.Call(SPAN, FunctionCatalogue.find("rate").orElseThrow(), List.of(range));
        QueryResult result = engine.instant(store, rate, "rate(up[5m])", 540_000);
        Vector vector = (Vector) result.value();
        assertThat(vector.samples().getFirst().labels()).isEqualTo(Labels.of("job", "a"));
        assertThat(vector.samples().getFirst().value()).isEqualTo(1 / 60.0);
        assertThat(result.infos()).singleElement().asString().contains("might not be a counter");
        assertThat(result.statistics().samplesTouched()).isEqualTo(5);
    }

    @Test
    void refusesToHoldTooManySamples() {
        EngineOptions few =
                EngineOptions.defaults().withLimits(QueryLimits.defaults().withSamplesMax(3));
        PromqlEngine small = new PromqlEngine(few, System::nanoTime);
        assertKind(Kind.TOO_MANY_SAMPLES, small);
    }

    @Test
    void endsWhenItsTimeIsUp() {
        AtomicLong clock = new AtomicLong();
        PromqlEngine late =
                new PromqlEngine(
                        EngineOptions.defaults(),
                        () -> clock.getAndAdd(Duration.ofMinutes(3).toNanos()));
        assertKind(Kind.TIMEOUT, late);
    }

    @Test
    void endsWhenItsThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertKind(Kind.CANCELED, engine);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void refusesToTakeMemoryForStepsThatMayBeEmpty() {
        assertThatThrownBy(() -> engine.instant(store, "count_over_time(up[100y:10ms])", 0))
                .isInstanceOfSatisfying(
                        QueryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.TOO_MANY_SAMPLES));
        assertThatThrownBy(() -> engine.instant(store, "count_over_time(up[10y:1s])", 0))
                .isInstanceOfSatisfying(
                        QueryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.TOO_MANY_SAMPLES));
    }

    @Test
    void saysWhereATextIsWrong() {
        assertThatThrownBy(() -> engine.instant(store, "up +\n  +", 0))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PARSE))
                .hasMessage("2:4: parse error: unexpected end of input");
    }

    @Test
    void takesLookbackAndTimeoutOfAQuery() {
        QueryOptions brief = new QueryOptions(null, Duration.ofSeconds(30));
        assertThat(engine.instant(store, "up", 570_001, brief).value())
                .isEqualTo(new Vector(List.of()));
        AtomicLong clock = new AtomicLong();
        PromqlEngine slow =
                new PromqlEngine(
                        EngineOptions.defaults(),
                        () -> clock.getAndAdd(Duration.ofSeconds(1).toNanos()));
        slow.instant(store, "up", 0);
        QueryOptions hurried = new QueryOptions(Duration.ofSeconds(1), null);
        assertThatThrownBy(() -> slow.instant(store, "up", 0, hurried))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
    }

    private void assertKind(Kind kind, PromqlEngine tried) {
        assertThatThrownBy(() -> tried.range(store, UP, "up", new Period(0, 540_000, 60_000)))
                .isInstanceOfSatisfying(
                        QueryException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
