package dev.slipway.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.client.BlockingWebClient;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.SessionProtocol;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;

/// Makes requests: within limits of time and size, without following redirects, and only to
/// addresses that are allowed. Thread-safe.
final class WebSender {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int REPLY_BYTES_MAX = 64 * 1024;
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "GET", "DELETE");

    /// Returns once the other side has taken the message. Throws [NotificationException] that says
    /// why it has not, as far as is known.
    void send(Message message, Addresses addresses, String idempotencyKey) {
        URI target = target(message.url());
        InetAddress address = addresses.allowed(target);
        if (!METHODS.contains(message.method())) {
            throw new NotificationException(
                    "method: " + message.method() + " (expected: one of " + METHODS + ")");
        }
        AggregatedHttpResponse answer;
        try {
            answer = client(target, address).execute(request(message, target, idempotencyKey));
        } catch (RuntimeException e) {
            // Whatever a client of HTTP throws means the same: it is not known to have arrived.
            throw new NotificationException(
                    target.getHost() + " did not take the message: " + reason(e), e);
        }
        judge(message, target, answer);
    }

    private static URI target(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new NotificationException("The address is no URL: " + e.getReason(), e);
        }
    }

    private static BlockingWebClient client(URI target, InetAddress address) {
        boolean secure = "https".equals(target.getScheme());
        int port = target.getPort() >= 0 ? target.getPort() : secure ? 443 : 80;
        Endpoint endpoint =
                Endpoint.of(target.getHost(), port).withIpAddr(address.getHostAddress());
        return WebClient.builder(secure ? SessionProtocol.HTTPS : SessionProtocol.H1C, endpoint)
                .responseTimeout(TIMEOUT)
                .writeTimeout(TIMEOUT)
                .maxResponseLength(REPLY_BYTES_MAX)
                .build()
                .blocking();
    }

    private static HttpRequest request(Message message, URI target, String idempotencyKey) {
        String path =
                target.getRawPath() == null || target.getRawPath().isEmpty()
                        ? "/"
                        : target.getRawPath();
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        RequestHeadersBuilder headers =
                RequestHeaders.builder(HttpMethod.valueOf(message.method()), path + query);
        message.headers().forEach(headers::set);
        headers.set("Idempotency-Key", idempotencyKey);
        headers.set("User-Agent", "Slipway");
        return HttpRequest.of(headers.build(), HttpData.ofUtf8(message.body()));
    }

    private static void judge(Message message, URI target, AggregatedHttpResponse answer) {
        if (!answer.status().isSuccess()) {
            throw new NotificationException(
                    target.getHost() + " answered with the status " + answer.status().code());
        }
        switch (message.reply()) {
            case STATUS -> {}
            case SLACK_API -> {
                JsonNode reply = parsed(target, answer);
                if (!reply.path("ok").asBoolean(false)) {
                    throw new NotificationException(
                            target.getHost()
                                    + " answered with the error "
                                    + reply.path("error").asText("unknown"));
                }
            }
        }
    }

    private static JsonNode parsed(URI target, AggregatedHttpResponse answer) {
        try {
            return Json.parse(answer.content().array());
        } catch (ApiException e) {
            throw new NotificationException(target.getHost() + " did not answer with JSON", e);
        }
    }

    private static String reason(RuntimeException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : Versions.shortened(message);
    }
}
