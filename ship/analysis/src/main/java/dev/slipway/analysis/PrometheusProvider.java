package dev.slipway.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.kinds.AnalysisRun.Measurement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// PromQL: of the server's own metrics, or of another address. Thread-safe.
final class PrometheusProvider implements Provider {
    /// `now()`, or `now() - duration("5m")`.
    private static final Pattern MOMENT =
            Pattern.compile("now\\(\\)(?:\\s*-\\s*duration\\([\"']([^\"']+)[\"']\\))?");

    private static final Duration STEP_USUAL = Duration.ofMinutes(1);

    private final HttpCalls calls;
    private final MetricQueries embedded;

    PrometheusProvider(HttpCalls calls, MetricQueries embedded) {
        this.calls = calls;
        this.embedded = embedded;
    }

    @Override
    public Measurement measure(Task task) {
        ObjectNode settings = task.metric().settings();
        boolean remote = !settings.path("address").asText("").isBlank();
        MetricQueries queries = remote ? new RemotePrometheus(calls, settings) : embedded;
        String query = settings.path("query").asText("");
        JsonNode range = settings.path("rangeQuery");
        MetricQueries.Answer answer =
                range.isObject()
                        ? range(queries, query, range, task.now())
                        : queries.instant(query);
        return switch (answer) {
            case MetricQueries.Scalar(double value) ->
                    task.done(value, Results.text(value), Map.of());
            case MetricQueries.Vector(var values) ->
                    task.done(values, Results.text(values), Map.of());
            case MetricQueries.Failure(String message) -> task.failed(message);
        };
    }

    private static MetricQueries.Answer range(
            MetricQueries queries, String query, JsonNode range, Instant now) {
        Instant start = moment(range, "start", now);
        Instant end = moment(range, "end", now);
        String step = range.path("step").asText("");
        return queries.range(
                query, start, end, step.isEmpty() ? STEP_USUAL : DurationText.parse(step));
    }

    /// A moment of a range; Argo Rollouts writes them as expressions on `now()`.
    private static Instant moment(JsonNode range, String field, Instant now) {
        String text = range.path(field).asText("now()").strip();
        Matcher matcher = MOMENT.matcher(text);
        if (!matcher.matches()) {
            throw new AnalysisException(
                    "rangeQuery."
                            + field
                            + ": '"
                            + text
                            + "' (expected: such as now() - duration(\"5m\"))");
        }
        String ago = matcher.group(1);
        return ago == null ? now : now.minus(DurationText.parse(ago));
    }
}
