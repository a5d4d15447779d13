package dev.slipway.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.analysis.expression.Expression;
import dev.slipway.analysis.expression.ExpressionException;
import dev.slipway.model.Json;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One metric whose arguments are filled in.
///
/// @param interval null for a single measurement
/// @param count null for no end, 1 without an interval
/// @param provider the name of the provider
/// @param settings what the provider is to do
record Metric(
        String name,
        @Nullable Duration interval,
        Duration initialDelay,
        @Nullable Integer count,
        @Nullable Expression successCondition,
        @Nullable Expression failureCondition,
        Limits limits,
        String provider,
        ObjectNode settings) {
    private static final Duration INTERVAL_LEAST = Duration.ofSeconds(1);
    private static final int ERRORS_USUAL = 4;

    /// What is tolerated: null means any number of failures. `successes` in a row end the metric
    /// well, if not 0.
    record Limits(@Nullable Integer failures, int inconclusive, int errors, int successes) {}

    /// Throws [AnalysisException] that says what is wrong with it.
    static Metric of(ObjectNode tree) {
        Duration interval = duration(tree, "interval");
        Integer count = number(tree, "count");
        if (interval == null && count != null && count > 1) {
            throw new AnalysisException("interval must be specified when count > 1");
        }
        Map.Entry<String, JsonNode> provider = provider(tree.path("provider"));
        Duration initialDelay = duration(tree, "initialDelay");
        boolean endless = interval != null && (count == null || count == 0);
        Integer effective =
                endless ? null : Integer.valueOf(count == null ? 1 : Math.max(1, count));
        return new Metric(
                tree.path("name").asText(""),
                interval == null || interval.compareTo(INTERVAL_LEAST) > 0
                        ? interval
                        : INTERVAL_LEAST,
                initialDelay == null ? Duration.ZERO : initialDelay,
                effective,
                condition(tree, "successCondition"),
                condition(tree, "failureCondition"),
                limits(tree),
                provider.getKey(),
                provider.getValue() instanceof ObjectNode settings ? settings : Json.object());
    }

    private static Limits limits(ObjectNode tree) {
        int failures = limit(tree, "failureLimit", 0, -1);
        return new Limits(
                failures < 0 ? null : Integer.valueOf(failures),
                limit(tree, "inconclusiveLimit", 0, 0),
                limit(tree, "consecutiveErrorLimit", ERRORS_USUAL, 0),
                limit(tree, "consecutiveSuccessLimit", 0, 0));
    }

    private static Map.Entry<String, JsonNode> provider(JsonNode provider) {
        if (provider.isEmpty()) {
            throw new AnalysisException("no provider specified");
        }
        if (provider.size() > 1) {
            throw new AnalysisException("multiple providers specified");
        }
        return provider.properties().iterator().next();
    }

    private static @Nullable Duration duration(ObjectNode tree, String field) {
        String text = tree.path(field).asText("");
        return text.isEmpty() ? null : DurationText.parse(text);
    }

    private static int limit(ObjectNode tree, String field, int usual, int least) {
        Integer limit = number(tree, field);
        if (limit != null && limit < least) {
            throw new AnalysisException(field + " must be >= " + least);
        }
        return limit == null ? usual : limit;
    }

    private static @Nullable Integer number(ObjectNode tree, String field) {
        String text = tree.path(field).asText("");
        try {
            return text.isEmpty() ? null : Integer.valueOf(text.strip());
        } catch (NumberFormatException _) {
            throw new AnalysisException(field + ": '" + text + "' is no number");
        }
    }

    private static @Nullable Expression condition(ObjectNode tree, String field) {
        String text = tree.path(field).asText("");
        try {
            return text.isBlank() ? null : Expression.parse(text);
        } catch (ExpressionException e) {
            throw new AnalysisException(field + ": " + e.getMessage());
        }
    }
}
