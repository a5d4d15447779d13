package dev.slipway.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.kinds.AnalysisRun.Measurement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// An HTTP request, and a field of the JSON that it is answered with. Thread-safe.
final class WebProvider implements Provider {
    private static final long TIMEOUT_SECONDS_USUAL = 10;
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT");

    private final HttpCalls calls;

    WebProvider(HttpCalls calls) {
        this.calls = calls;
    }

    @Override
    public Measurement measure(Task task) {
        ObjectNode settings = task.metric().settings();
        HttpCalls.Answer answer;
        try {
            answer = calls.send(call(settings));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return task.failed("interrupted");
        }
        if (!answer.isGood()) {
            return task.failed("received non 2xx response code: " + answer.code());
        }
        JsonNode body;
        try {
            body = Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
        } catch (ApiException e) {
            return task.failed("Could not parse JSON body: " + e.getMessage());
        }
        String path = settings.path("jsonPath").asText("");
        JsonNode result = path.isBlank() ? body : JsonPath.parse(path).find(body);
        return task.done(Results.ofJson(result), Results.text(result), Map.of());
    }

    private static HttpCalls.Call call(ObjectNode settings) {
        String method = settings.path("method").asText("GET").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            throw new AnalysisException("method: " + method + " (expected: one of GET, POST, PUT)");
        }
        Map<String, String> headers = new LinkedHashMap<>(HttpCalls.headers(settings));
        JsonNode jsonBody = settings.get("jsonBody");
        String body = settings.has("body") ? settings.path("body").asText() : null;
        if (jsonBody != null) {
            if (body != null) {
                throw new AnalysisException("use either body or jsonBody, not both");
            }
            body = jsonBody.toString();
            headers.putIfAbsent("Content-Type", "application/json");
        }
        if (body != null && method.equals("GET")) {
            throw new AnalysisException("body is only for the methods POST and PUT");
        }
        return new HttpCalls.Call(
                method,
                settings.path("url").asText(""),
                headers,
                body,
                Duration.ofSeconds(
                        Math.max(1, settings.path("timeoutSeconds").asLong(TIMEOUT_SECONDS_USUAL))),
                settings.path("insecure").asBoolean(false));
    }
}
