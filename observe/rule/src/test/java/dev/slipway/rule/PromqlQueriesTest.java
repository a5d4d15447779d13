package dev.slipway.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.promql.EngineOptions;
import dev.slipway.promql.PromqlEngine;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.SourceSpan;
import dev.slipway.promql.syntax.SyntaxException;
import dev.slipway.series.Appender;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.MemorySeries;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PromqlQueriesTest {
    private static final SourceSpan SPAN = new SourceSpan(0, 1);

    private final MemorySeries store = new MemorySeries();
    private final PromqlQueries queries =
            new PromqlQueries(
                    new PromqlEngine(EngineOptions.defaults(), System::nanoTime),
                    store,
                    PromqlQueriesTest::parse);

    private static Expr parse(String text) {
        return switch (text) {
            case "7" -> new Expr.NumberLiteral(SPAN, 7);
            case "'a'" -> new Expr.StringLiteral(SPAN, "a");
            case "load" ->
                    new Expr.VectorSelector(
                            SPAN,
                            "load",
                            List.of(Matcher.equal(Labels.METRIC_NAME, "load")),
                            Expr.Shift.NONE);
            default -> throw new SyntaxException(SPAN, "1:1: unexpected " + text);
        };
    }

    @Test
    void answersVectors() {
        Labels labels = Labels.of("__name__", "load", "job", "a");
        try (Appender appender = store.appender()) {
            appender.append(appender.series(labels), 1000, 3);
            appender.commit();
        }

        assertThat(queries.evaluate("load", 61_000))
                .containsExactly(RuleQueries.Sample.of(labels, 3));
        assertThat(queries.evaluate("load", 301_000)).isEmpty();
    }

    @Test
    void answersScalarsWithoutLabels() {
        assertThat(queries.evaluate("7", 1000))
                .containsExactly(RuleQueries.Sample.of(Labels.EMPTY, 7));
    }

    @Test
    void refusesWhatIsNoVector() {
        assertThatExceptionOfType(RuleException.class)
                .isThrownBy(() -> queries.evaluate("'a'", 1000))
                .withMessage("rule result is not a vector or scalar");
        // Prometheus loads such a file, and so do we.
        assertThat(queries.findProblem("'a'")).isEmpty();
    }

    @Test
    void reportsWhatIsWrong() {
        assertThat(queries.findProblem("7")).isEmpty();
        assertThat(queries.findProblem("((")).contains("1:1: unexpected ((");
        assertThatExceptionOfType(RuleException.class)
                .isThrownBy(() -> queries.evaluate("((", 1000))
                .withMessage("1:1: unexpected ((");
    }
}
