package dev.slipway.promql;

import static java.util.Objects.requireNonNull;

import dev.slipway.promql.QueryException.Kind;
import dev.slipway.promql.QueryResult.Statistics;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.PromqlParser;
import dev.slipway.promql.syntax.SyntaxException;
import dev.slipway.promql.syntax.ValueType;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Answers queries over any source of series. Thread-safe: so many queries run at once as the
/// options say, others wait until their timeout. A query runs in the thread that asks, and ends
/// when that is interrupted, or by [#cancel].
public final class PromqlEngine {
    private final EngineOptions options;
    private final LongSupplier nanoTime;
    private final QueryLog log;
    private final Semaphore turns;
    private final Semaphore admissions;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, RunningQuery> active = new ConcurrentHashMap<>();

    /// @param nanoTime such as `System::nanoTime`, for timeouts
    public PromqlEngine(EngineOptions options, LongSupplier nanoTime) {
        this(options, nanoTime, QueryLog.NONE);
    }

    public PromqlEngine(EngineOptions options, LongSupplier nanoTime, QueryLog log) {
        this.options = requireNonNull(options, "options");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime");
        this.log = requireNonNull(log, "log");
        QueryLimits limits = options.limits();
        this.turns = new Semaphore(limits.concurrency(), true);
        this.admissions = new Semaphore(limits.concurrency() + limits.waitingMax());
    }

    /// The value of a query at one time. Throws [QueryException], of kind `PARSE` with line and
    /// column if the text is no query.
    public QueryResult instant(SeriesSource source, String query, long timeMillis) {
        return instant(source, query, timeMillis, QueryOptions.NONE);
    }

    public QueryResult instant(
            SeriesSource source, String query, long timeMillis, QueryOptions differences) {
        return run(source, parsed(query), query, Times.at(timeMillis), differences);
    }

    /// The value of an expression at one time.
    ///
    /// @param query the text of the expression, for positions in what is said about it
    public QueryResult instant(SeriesSource source, Expr expr, String query, long timeMillis) {
        return run(source, expr, query, Times.at(timeMillis), QueryOptions.NONE);
    }

    /// The values of a query from start to end.
    public QueryResult range(SeriesSource source, String query, Period period) {
        return range(source, query, period, QueryOptions.NONE);
    }

    public QueryResult range(
            SeriesSource source, String query, Period period, QueryOptions differences) {
        return run(source, series(parsed(query)), query, new Times(period, false), differences);
    }

    /// The values of an expression from start to end.
    public QueryResult range(SeriesSource source, Expr expr, String query, Period period) {
        return run(source, series(expr), query, new Times(period, false), QueryOptions.NONE);
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

    private record Times(Period period, boolean instant) {
        static Times at(long timeMillis) {
            return new Times(new Period(timeMillis, timeMillis, 1), true);
        }

        Steps steps() {
            return instant
                    ? Steps.single(period.startMillis)
                    : Steps.between(period.startMillis, period.endMillis, period.stepMillis);
        }
    }

    /// The queries that run or wait, the oldest first.
    public List<ActiveQuery> active() {
        return active.values().stream()
                .sorted(Comparator.comparingLong(each -> each.id))
                .map(each ->
                        new ActiveQuery(
                                each.id,
                                each.text,
                                Duration.ofNanos(each.ageNanos()),
                                each.isWaiting()))
                .toList();
    }

    /// Ends a query soon, with a [QueryException] of kind `CANCELED`; one that waits when its turn
    /// comes. False if there is none of this number.
    public boolean cancel(long id) {
        RunningQuery running = active.get(id);
        if (running != null) {
            running.cancel();
        }
        return running != null;
    }

    private Expr parsed(String query) {
        try {
            return PromqlParser.parse(query, options.language());
        } catch (SyntaxException e) {
            throw new QueryException(Kind.PARSE, e.describe(query), e);
        }
    }

    private static Expr series(Expr expr) {
        if (expr.type() != ValueType.SCALAR && expr.type() != ValueType.VECTOR) {
            throw new QueryException(
                    Kind.PARSE,
                    "invalid expression type \"%s\" for range query, must be Scalar or instant Vector"
                            .formatted(expr.type().description()));
        }
        return expr;
    }

    private QueryResult run(
            SeriesSource source, Expr expr, String text, Times times, QueryOptions differences) {
        EngineOptions applied = differences.applyTo(options);
        RunningQuery running = new RunningQuery(lastId.incrementAndGet(), text, nanoTime);
        QueryException failure = null;
        admit();
        active.put(running.id, running);
        try {
            awaitTurn(applied.limits().timeout());
            try {
                return answer(source, expr, running, times, applied);
            } finally {
                turns.release();
            }
        } catch (QueryException e) {
            failure = e;
            throw e;
        } finally {
            admissions.release();
            active.remove(running.id);
            Duration elapsed = Duration.ofNanos(running.ageNanos());
            log.add(new QueryLog.Ended(text, times.period, elapsed, failure));
        }
    }

    private static QueryResult answer(
            SeriesSource source,
            Expr expr,
            RunningQuery running,
            Times times,
            EngineOptions options) {
        running.begin();
        Budget budget = new Budget(running, options.limits());
        Notes notes = new Notes(running.text);
        Steps steps = times.steps();
        try {
            budget.reserve(steps.count());
            Query shared = new Query(source, options, steps, times.period.endMillis, notes, budget);
            Plan plan = new Planner(shared).plan(expr);
            QueryValue value = new Answer(shared).of(plan, times.instant);
            long evaluationNanos = running.ageNanos() - running.waitedNanos();
            Statistics statistics =
                    new Statistics(
                            budget.touched(),
                            budget.peak(),
                            running.waitedNanos(),
                            evaluationNanos);
            return new QueryResult(value, notes.warnings(), notes.infos(), statistics);
        } catch (SeriesException e) {
            throw new QueryException(Kind.EXECUTION, "expanding series: " + e.getMessage(), e);
        }
    }

    private void admit() {
        if (!admissions.tryAcquire()) {
            QueryLimits limits = options.limits();
            throw new QueryException(
                    Kind.TIMEOUT,
                    "too many queries: %d run and %d wait"
                            .formatted(limits.concurrency(), limits.waitingMax()));
        }
    }

    private void awaitTurn(Duration timeout) {
        try {
            if (!turns.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new QueryException(Kind.TIMEOUT, "query timed out in query queue");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryException(Kind.CANCELED, "query was canceled in query queue", e);
        }
    }
}
