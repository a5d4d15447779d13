package dev.slipway.metric.http;

import dev.slipway.promql.PromqlEngine.Period;
import dev.slipway.promql.QueryOptions;
import dev.slipway.promql.QueryResult;
import dev.slipway.promql.QueryValue;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.SyntaxException;
import dev.slipway.series.SeriesSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/query` and `/query_range`. Thread-safe.
final class QueryEndpoints {
    static final String TRUNCATED = "results truncated due to limit";
    private static final int POINTS_MAX = 11_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Queries queries;
    private final SeriesSource source;
    private final InstantSource clock;

    QueryEndpoints(Queries queries, SeriesSource source, InstantSource clock) {
        this.queries = queries;
        this.source = source;
        this.clock = clock;
    }

    Reply instant(Call call) {
        Params params = call.params();
        int limit = params.limit("limit");
        long time = params.timeMillis("time", clock.millis());
        QueryOptions wishes = wishes(params);
        String query = params.text("query");
        parse(query);
        QueryResult result = queries.instant(source, query, time, wishes);
        return reply(result, limit, stats(params, result, time));
    }

    Reply range(Call call) {
        Params params = call.params();
        int limit = params.limit("limit");
        Period period = period(params);
        QueryOptions wishes = wishes(params);
        String query = params.text("query");
        parse(query);
        QueryResult result = queries.range(source, query, period, wishes);
        return reply(result, limit, stats(params, result, null));
    }

    private static Period period(Params params) {
        long start = params.timeMillis("start");
        long end = params.timeMillis("end");
        if (end < start) {
            throw CallException.invalid("end", "end timestamp must not be before start time");
        }
        long step = params.durationMillis("step");
        if (step <= 0) {
            throw CallException.invalid(
                    "step",
                    "zero or negative query resolution step widths are not accepted."
                            + " Try a positive integer");
        }
        if ((end - start) / step > POINTS_MAX) {
            throw CallException.badData(
                    "exceeded maximum resolution of 11,000 points per timeseries."
                            + " Try decreasing the query resolution (?step=XX)");
        }
        return new Period(start, end, step);
    }

    private static QueryOptions wishes(Params params) {
        return new QueryOptions(params.duration("timeout"), params.duration("lookback_delta"));
    }

    /// A query that is none is a mistake in the parameter, not in the evaluation.
    private void parse(String query) {
        try {
            Expr _ = queries.parse(query);
        } catch (SyntaxException e) {
            throw CallException.invalid("query", query, e);
        }
    }

    private static Reply reply(QueryResult result, int limit, @Nullable Stats stats) {
        QueryValue value = result.value();
        List<String> warnings = new ArrayList<>(result.warnings());
        if (ResultJson.size(value) > limit) {
            warnings.add(TRUNCATED);
        }
        return new Reply.Data(
                json -> {
                    json.beginObject();
                    ResultJson.members(value, limit, json);
                    if (stats != null) {
                        stats.write(json);
                    }
                    json.endObject();
                },
                warnings,
                result.infos());
    }

    /// What a query cost.
    ///
    /// @param timeMillis the one step of an instant query; null for a range, whose steps are not
    ///   counted apart
    private record Stats(QueryResult.Statistics counts, @Nullable Long timeMillis) {
        void write(JsonWriter json) {
            double waited = counts.waitedNanos() / NANOS_PER_SECOND;
            double evaluated = counts.evaluationNanos() / NANOS_PER_SECOND;
            json.key("stats").beginObject().key("timings").beginObject();
            json.key("evalTotalTime").number(evaluated);
            json.key("resultSortTime").number(0L);
            json.key("queryPreparationTime").number(0L);
            json.key("innerEvalTime").number(evaluated);
            json.key("execQueueTime").number(waited);
            json.key("execTotalTime").number(waited + evaluated).endObject();
            json.key("samples").beginObject();
            if (timeMillis != null) {
                json.key("totalQueryableSamplesPerStep").beginArray().beginArray();
                json.seconds(timeMillis).number(counts.samplesTouched()).endArray().endArray();
            }
            json.member("totalQueryableSamples", counts.samplesTouched());
            json.member("peakSamples", counts.samplesPeak()).endObject().endObject();
        }
    }

    private static @Nullable Stats stats(
            Params params, QueryResult result, @Nullable Long timeMillis) {
        String wanted = params.text("stats");
        return wanted.isEmpty()
                ? null
                : new Stats(result.statistics(), wanted.equals("all") ? timeMillis : null);
    }
}
