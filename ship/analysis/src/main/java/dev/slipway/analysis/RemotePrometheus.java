package dev.slipway.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Another Prometheus, or what speaks its API, as a metric's settings name it. Thread-safe.
final class RemotePrometheus implements MetricQueries {
    private static final long TIMEOUT_SECONDS_USUAL = 30;

    private final HttpCalls calls;
    private final ObjectNode settings;

    RemotePrometheus(HttpCalls calls, ObjectNode settings) {
        this.calls = calls;
        this.settings = settings;
    }

    @Override
    public Answer instant(String query) {
        return ask("query", "query=" + encoded(query));
    }

    @Override
    public Answer range(String query, Instant start, Instant end, Duration step) {
        String parameters =
                "query="
                        + encoded(query)
                        + "&start="
                        + start.getEpochSecond()
                        + "&end="
                        + end.getEpochSecond()
                        + "&step="
                        + Math.max(1, step.toSeconds());
        return ask("query_range", parameters);
    }

    private Answer ask(String what, String parameters) {
        String address = settings.path("address").asText().replaceAll("/+$", "");
        Map<String, String> headers = new LinkedHashMap<>(HttpCalls.headers(settings));
        headers.putIfAbsent("Content-Type", "application/x-www-form-urlencoded");
        HttpCalls.Call call =
                new HttpCalls.Call(
                        "POST",
                        address + "/api/v1/" + what,
                        headers,
                        parameters,
                        Duration.ofSeconds(settings.path("timeout").asLong(TIMEOUT_SECONDS_USUAL)),
                        settings.path("insecure").asBoolean(false));
        try {
            return answer(calls.send(call));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Failure("interrupted");
        }
    }

    private static Answer answer(HttpCalls.Answer answer) {
        JsonNode body;
        try {
            body = Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
        } catch (ApiException _) {
            return new Failure("received no JSON, response code: " + answer.code());
        }
        if (!body.path("status").asText().equals("success")) {
            String error = body.path("error").asText("response code: " + answer.code());
            return new Failure(error);
        }
        JsonNode data = body.path("data");
        JsonNode result = data.path("result");
        List<Double> values = new ArrayList<>();
        switch (data.path("resultType").asText()) {
            case "scalar" -> {
                return new Scalar(number(result));
            }
            case "vector" -> result.forEach(each -> values.add(number(each.path("value"))));
            case "matrix" ->
                    result.forEach(each -> each.path("values").forEach(v -> values.add(number(v))));
            default -> {
                return new Failure(
                        "Prometheus metric type not supported: "
                                + data.path("resultType").asText());
            }
        }
        return new Vector(values);
    }

    /// Of a pair of time and text.
    private static double number(JsonNode pair) {
        String text = pair.path(1).asText("NaN");
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException _) {
                    yield Double.NaN;
                }
            }
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
