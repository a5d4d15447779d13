package dev.slipway.metric.http;

import static java.util.Objects.requireNonNull;

import dev.slipway.promql.EngineOptions;
import dev.slipway.promql.PromqlEngine;
import dev.slipway.promql.QueryOptions;
import dev.slipway.promql.QueryResult;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.PromqlParser;
import dev.slipway.series.SeriesSource;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The queries of the API, on an engine of their own: its turns are the API's alone, so that
/// dashboards cannot keep rules from being evaluated. Thread-safe.
public final class Queries {
    private final EngineOptions options;
    private final PromqlEngine engine;

    /// @param nanoTime such as `System::nanoTime`, for timeouts
    public Queries(EngineOptions options, LongSupplier nanoTime) {
        this.options = requireNonNull(options, "options");
        this.engine = new PromqlEngine(options, nanoTime);
    }

    Duration lookback() {
        return options.lookback();
    }

    Expr parse(String query) {
        return PromqlParser.parse(query, options.language());
    }

    QueryResult instant(SeriesSource source, String query, long timeMillis, QueryOptions wishes) {
        return engine.instant(source, query, timeMillis, wishes);
    }

    QueryResult range(
            SeriesSource source, String query, PromqlEngine.Period period, QueryOptions wishes) {
        return engine.range(source, query, period, wishes);
    }
}
