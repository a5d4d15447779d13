package dev.slipway.promql;

import static java.util.Objects.requireNonNull;

import dev.slipway.promql.QueryException.Kind;
import dev.slipway.promql.QueryResult.Statistics;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.ValueType;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Answers queries over any source of series. Thread-safe: so many queries run at once as the
/// options say, others wait until their timeout. A query runs in the thread that asks, and ends
/// when that is interrupted.
public final class PromqlEngine {
    private final EngineOptions options;
    private final LongSupplier nanoTime;
    private final Semaphore turns;

    /// @param nanoTime such as `System::nanoTime`, for timeouts
    public PromqlEngine(EngineOptions options, LongSupplier nanoTime) {
        this.options = requireNonNull(options, "options");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime");
        this.turns = new Semaphore(options.concurrency(), true);
    }

    /// The value of an expression at one time.
    ///
    /// @param query the text of the expression, for positions in what is said about it
    public QueryResult instant(SeriesSource source, Expr expr, String query, long timeMillis) {
        return run(source, expr, query, Steps.single(timeMillis), true);
    }

    /// The values of an expression from start to end.
    public QueryResult range(SeriesSource source, Expr expr, String query, Period period) {
        if (expr.type() != ValueType.SCALAR && expr.type() != ValueType.VECTOR) {
            throw new QueryException(
                    Kind.PARSE,
                    "invalid expression type \"%s\" for range query, must be Scalar or instant Vector"
                            .formatted(expr.type().description()));
        }
        Steps steps = Steps.between(period.startMillis, period.endMillis, period.stepMillis);
        return run(source, expr, query, steps, false);
    }

    /// When a range query is evaluated.
    public record Period(long startMillis, long endMillis, long stepMillis) {
        public Period {
            if (stepMillis <= 0) {
                throw new IllegalArgumentException(
                        "stepMillis: " + stepMillis + " (expected: more than 0)");
            }
        }
    }

    private QueryResult run(
            SeriesSource source, Expr expr, String query, Steps steps, boolean instant) {
        long deadline = nanoTime.getAsLong() + options.timeout().toNanos();
        Budget budget = new Budget(options.samplesMax(), nanoTime, deadline);
        Notes notes = new Notes(query);
        awaitTurn();
        try {
            Query shared = new Query(source, options, steps, notes, budget);
            Plan plan = new Planner(steps).plan(expr);
            QueryValue value = new Answer(shared).of(plan, instant);
            return new QueryResult(
                    value,
                    notes.warnings(),
                    notes.infos(),
                    new Statistics(budget.touched(), budget.peak()));
        } catch (SeriesException e) {
            throw new QueryException(Kind.EXECUTION, "expanding series: " + e.getMessage(), e);
        } finally {
            turns.release();
        }
    }

    private void awaitTurn() {
        try {
            if (!turns.tryAcquire(options.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new QueryException(Kind.TIMEOUT, "query timed out in query queue");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryException(Kind.CANCELED, "query was canceled in query queue", e);
        }
    }
}
