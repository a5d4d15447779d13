package dev.slipway.rule;

import static java.util.Objects.requireNonNull;

import dev.slipway.promql.PromqlEngine;
import dev.slipway.promql.QueryException;
import dev.slipway.promql.QueryValue;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.SyntaxException;
import dev.slipway.series.Labels;
import dev.slipway.series.SeriesSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// PromQL over a source of series, for rules. Thread-safe. Expressions are kept once they are
/// parsed: rules ask for the same few again and again.
public final class PromqlQueries implements RuleQueries {
    /// Templates may put together any number of expressions; beyond this they are parsed each time.
    private static final int KEPT_MAX = 10_000;

    private final PromqlEngine engine;
    private final SeriesSource source;
    private final Function<String, Expr> parser;
    private final Map<String, Expr> kept = new ConcurrentHashMap<>();

    /// @param parser throws [SyntaxException]
    public PromqlQueries(PromqlEngine engine, SeriesSource source, Function<String, Expr> parser) {
        this.engine = requireNonNull(engine, "engine");
        this.source = requireNonNull(source, "source");
        this.parser = requireNonNull(parser, "parser");
    }

    @Override
    public List<Sample> evaluate(String expression, long timeMillis) {
        QueryValue value;
        try {
            value = engine.instant(source, parsed(expression), expression, timeMillis).value();
        } catch (QueryException | SyntaxException e) {
            throw new RuleException(String.valueOf(e.getMessage()), e);
        }
        return switch (value) {
            case QueryValue.Vector vector ->
                    vector.samples().stream()
                            .map(each -> new Sample(each.labels(), each.value(), each.histogram()))
                            .toList();
            case QueryValue.Scalar scalar -> List.of(Sample.of(Labels.EMPTY, scalar.value()));
            case QueryValue.Matrix _, QueryValue.StringValue _ ->
                    throw new RuleException("rule result is not a vector or scalar");
        };
    }

    private Expr parsed(String expression) {
        Expr known = kept.get(expression);
        if (known != null) {
            return known;
        }
        Expr parsed = parser.apply(expression);
        if (kept.size() < KEPT_MAX) {
            kept.put(expression, parsed);
        }
        return parsed;
    }

    @Override
    public Optional<String> findProblem(String expression) {
        try {
            Expr _ = parser.apply(expression);
            return Optional.empty();
        } catch (SyntaxException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
