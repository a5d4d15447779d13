package dev.slipway.server;

import dev.slipway.analysis.MetricQueries;
import dev.slipway.controller.Time;
import dev.slipway.promql.EngineOptions;
import dev.slipway.promql.PromqlEngine;
import dev.slipway.promql.QueryException;
import dev.slipway.promql.QueryValue;
import dev.slipway.series.SeriesException;
import dev.slipway.series.SeriesStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Answers the queries of analyses from the server's own series. Thread-safe.
final class MeasuredQueries implements MetricQueries {
    private final PromqlEngine engine =
            new PromqlEngine(EngineOptions.defaults(), System::nanoTime);
    private final SeriesStore store;
    private final Time time;

    MeasuredQueries(SeriesStore store, Time time) {
        this.store = store;
        this.time = time;
    }

    @Override
    public Answer instant(String query) {
        try {
            return answer(engine.instant(store, query, time.now().toEpochMilli()).value());
        } catch (QueryException | SeriesException e) {
            return new Failure(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Answer range(String query, Instant start, Instant end, Duration step) {
        try {
            PromqlEngine.Period period =
                    new PromqlEngine.Period(
                            start.toEpochMilli(), end.toEpochMilli(), Math.max(1, step.toMillis()));
            return answer(engine.range(store, query, period).value());
        } catch (QueryException | SeriesException | IllegalArgumentException e) {
            return new Failure(String.valueOf(e.getMessage()));
        }
    }

    private static Answer answer(QueryValue value) {
        return switch (value) {
            case QueryValue.Scalar(long _, double number) -> new Scalar(number);
            case QueryValue.Vector(List<QueryValue.Sample> samples) ->
                    new Vector(samples.stream().map(QueryValue.Sample::value).toList());
            case QueryValue.Matrix(List<QueryValue.Series> series) -> {
                List<Double> values = new ArrayList<>();
                for (QueryValue.Series each : series) {
                    for (int i = 0; i < each.size(); i++) {
                        values.add(each.values()[i]);
                    }
                }
                yield new Vector(values);
            }
            case QueryValue.StringValue _ -> new Failure("the query's answer is a text");
        };
    }
}
