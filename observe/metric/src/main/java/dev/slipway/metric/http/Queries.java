package dev.slipway.metric.http;

import static java.util.Objects.requireNonNull;

import dev.slipway.promql.EngineOptions;
import dev.slipway.promql.PromqlEngine;
import dev.slipway.promql.QueryException;
import dev.slipway.promql.QueryResult;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.ParserOptions;
import dev.slipway.promql.syntax.PromqlParser;
import dev.slipway.series.SeriesSource;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The queries of the API: each may bring its own lookback and a shorter timeout, all share the
/// turns that the options allow. These are turns of the API alone, so that dashboards cannot keep
/// rules from being evaluated. Thread-safe.
public final class Queries {
    /// What a request may ask for itself; null for what the options say.
    record Wishes(@Nullable Duration lookback, @Nullable Duration timeout) {}

    private interface Run {
        QueryResult on(PromqlEngine engine);
    }

    private final EngineOptions options;
    private final ParserOptions syntax;
    private final LongSupplier nanoTime;
    private final Semaphore turns;

    /// @param nanoTime such as `System::nanoTime`, for timeouts
    public Queries(EngineOptions options, ParserOptions syntax, LongSupplier nanoTime) {
        this.options = requireNonNull(options, "options");
        this.syntax = requireNonNull(syntax, "syntax");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime");
        this.turns = new Semaphore(options.concurrency(), true);
    }

    Duration lookback() {
        return options.lookback();
    }

    Expr parse(String query) {
        return PromqlParser.parse(query, syntax);
    }

    QueryResult instant(
            SeriesSource source, Expr expr, String query, long timeMillis, Wishes wishes) {
        return run(wishes, engine -> engine.instant(source, expr, query, timeMillis));
    }

    QueryResult range(
            SeriesSource source,
            Expr expr,
            String query,
            PromqlEngine.Period period,
            Wishes wishes) {
        return run(wishes, engine -> engine.range(source, expr, query, period));
    }

    private QueryResult run(Wishes wishes, Run run) {
        Duration timeout = options.timeout();
        Duration wished = wishes.timeout();
        if (wished != null && wished.compareTo(timeout) < 0) {
            timeout = wished;
        }
        long deadline = nanoTime.getAsLong() + timeout.toNanos();
        awaitTurn(timeout);
        try {
            long left = Math.max(0, deadline - nanoTime.getAsLong());
            Duration lookback = wishes.lookback();
            EngineOptions own =
                    new EngineOptions(
                            lookback == null ? options.lookback() : lookback,
                            options.samplesMax(),
                            Duration.ofNanos(left),
                            1,
                            options.flags());
            return run.on(new PromqlEngine(own, nanoTime));
        } finally {
            turns.release();
        }
    }

    private void awaitTurn(Duration timeout) {
        try {
            if (!turns.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new QueryException(
                        QueryException.Kind.TIMEOUT, "query timed out in query queue");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryException(
                    QueryException.Kind.CANCELED, "query was canceled in query queue", e);
        }
    }
}
