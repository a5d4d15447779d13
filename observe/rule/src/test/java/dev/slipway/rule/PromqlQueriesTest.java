package dev.slipway.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.promql.EngineOptions;
import dev.slipway.promql.PromqlEngine;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.SourceSpan;
import dev.slipway.promql.syntax.SyntaxException;
import dev.slipway.series.Labels;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PromqlQueriesTest {
    private static final SourceSpan SPAN = new SourceSpan(0, 1);

    private final PromqlQueries queries =
            new PromqlQueries(
                    new PromqlEngine(EngineOptions.defaults(), System::nanoTime),
                    new MemorySeries(),
                    PromqlQueriesTest::parse);

    private static Expr parse(String text) {
        return switch (text) {
            case "7" -> new Expr.NumberLiteral(SPAN, 7);
            case "'a'" -> new Expr.StringLiteral(SPAN, "a");
            default -> throw new SyntaxException(SPAN, "1:1: unexpected " + text);
        };
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
        assertThat(queries.findProblem("'a'"))
                .isEqualTo(Optional.of("a string (expected: a vector or scalar)"));
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
