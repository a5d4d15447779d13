package dev.slipway.evidence.prometheus;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Asks a Prometheus, or whoever speaks its HTTP API, for the newest values of series. Thread-safe.
public final class PrometheusClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final int ANSWER_BYTES_MAX = 8 * 1024 * 1024;

    /// One series and its value now.
    public record Sample(Map<String, String> labels, double value) {
        public Sample {
            labels = Map.copyOf(labels);
        }
    }

    private final URI address;
    private final HttpClient http;

    /// `address` is what comes before `/api/v1`, with user and password if they are needed.
    public PrometheusClient(URI address) {
        this.address = requireNonNull(address, "address");
        this.http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    }

    /// Throws [PrometheusException] that says what came instead of an answer.
    public List<Sample> query(String expression) throws InterruptedException {
        JsonNode answer = parsed(send(expression));
        if (!answer.path("status").asText("").equals("success")) {
            throw new PrometheusException(
                    "refused `" + expression + "`: " + answer.path("error").asText("no reason"));
        }
        JsonNode data = answer.path("data");
        if (!data.path("resultType").asText("").equals("vector")) {
            throw new PrometheusException(
                    "`"
                            + expression
                            + "` is a "
                            + data.path("resultType").asText("nothing")
                            + " (expected: vector)");
        }
        List<Sample> samples = new ArrayList<>();
        data.path("result").forEach(series -> samples.add(sample(series)));
        return samples;
    }

    private static JsonNode parsed(byte[] answer) {
        try {
            return Json.parseObject(answer);
        } catch (ApiException e) {
            throw new PrometheusException("answers with broken JSON: " + e.getMessage());
        }
    }

    private static Sample sample(JsonNode series) {
        Map<String, String> labels = new HashMap<>();
        series.path("metric")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText("")));
        String value = series.path("value").path(1).asText("NaN");
        return new Sample(labels, number(value));
    }

    static double number(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException notANumber) {
                    yield Double.NaN;
                }
            }
        };
    }

    private byte[] send(String expression) throws InterruptedException {
        String body = "query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target())
                        .timeout(REQUEST_TIMEOUT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("User-Agent", "slipway")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        String user = address.getUserInfo();
        if (user != null) {
            byte[] pair = user.getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        try {
            HttpResponse<InputStream> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream content = response.body()) {
                byte[] answer = content.readNBytes(ANSWER_BYTES_MAX + 1);
                return checked(response.statusCode(), answer);
            }
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new PrometheusException("does not answer: " + reason);
        }
    }

    /// Refusals of queries are JSON, too, and say more than the status.
    private byte[] checked(int status, byte[] answer) {
        if (answer.length > ANSWER_BYTES_MAX) {
            throw new PrometheusException(
                    "answers with more than " + ANSWER_BYTES_MAX + " bytes; select fewer series");
        }
        boolean json = answer.length > 0 && answer[0] == '{';
        if (!json) {
            throw new PrometheusException("answers " + status + " and no JSON");
        }
        return answer;
    }

    private URI target() {
        String text =
                address.getScheme() + "://" + address.getHost() + port() + path() + "/api/v1/query";
        return URI.create(text);
    }

    private String port() {
        return address.getPort() < 0 ? "" : ":" + address.getPort();
    }

    private String path() {
        String path = address.getPath() == null ? "" : address.getPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
