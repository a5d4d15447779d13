package dev.slipway.rule;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.series.Labels;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Alerts to an Alertmanager by version 2 of its HTTP API. Redirects, TLS and proxies are up to the
/// client. Thread-safe.
public final class HttpDelivery implements AlertNotifier.Delivery {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final long ANSWER_BYTES_MAX = 64 * 1024;
    private static final int ANSWER_LENGTH_MAX = 512;

    private final HttpClient client;
    private final URI alerts;
    private final Duration timeout;
    private final Supplier<Map<String, String>> headers;
    private final String externalUrl;

    /// @param base where the Alertmanager is, without `/api/v2`
    /// @param headers asked for each time, for what authenticates: it may be read from a file
    /// @param externalUrl what the paths of alerts are below, without a slash at the end
    public HttpDelivery(
            HttpClient client,
            URI base,
            Duration timeout,
            Supplier<Map<String, String>> headers,
            String externalUrl) {
        this.client = requireNonNull(client, "client");
        this.alerts = URI.create(withoutSlash(base.toString()) + "/api/v2/alerts");
        this.timeout = requireNonNull(timeout, "timeout");
        this.headers = requireNonNull(headers, "headers");
        this.externalUrl = withoutSlash(externalUrl);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public void send(List<AlertSink.Notice> notices) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(alerts)
                        .timeout(timeout)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "Slipway")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body(notices)));
        headers.get().forEach(request::setHeader);
        HttpResponse<String> answer = answer(request.build());
        if (answer.statusCode() / 100 != 2) {
            throw new AlertTargetException(
                    "%s answered %d: %s"
                            .formatted(
                                    alerts, answer.statusCode(), shortened(answer.body().strip())),
                    null);
        }
    }

    /// The request's own timeout ends with the answer's head; this one with its body.
    private HttpResponse<String> answer(HttpRequest request) throws InterruptedException {
        var handler =
                HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofString(), ANSWER_BYTES_MAX);
        var answer = client.sendAsync(request, handler);
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AlertTargetException(alerts + " cannot be reached: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new AlertTargetException(
                    "%s did not answer within %d ms".formatted(alerts, timeout.toMillis()), e);
        } finally {
            answer.cancel(true);
        }
    }

    byte[] body(List<AlertSink.Notice> notices) {
        ArrayNode list = JSON.createArrayNode();
        for (AlertSink.Notice each : notices) {
            ObjectNode alert = list.addObject();
            addTo(alert.putObject("labels"), each.labels());
            addTo(alert.putObject("annotations"), each.annotations());
            alert.put("startsAt", time(each.startsAt()));
            alert.put("endsAt", time(each.endsAt()));
            alert.put("generatorURL", externalUrl + each.generatorPath());
        }
        try {
            return JSON.writeValueAsBytes(list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can be written", e);
        }
    }

    private static void addTo(ObjectNode node, Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            node.put(labels.name(i), labels.value(i));
        }
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }

    private static String shortened(String text) {
        return text.length() <= ANSWER_LENGTH_MAX
                ? text
                : text.substring(0, ANSWER_LENGTH_MAX) + "…";
    }
}
