package dev.slipway.alert.notify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.alert.config.HttpOptions;
import dev.slipway.alert.config.Secret;
import dev.slipway.alert.notify.WebClient.Reply;
import dev.slipway.model.Json;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;

/// Sends JSON and judges the reply: 2xx is well, 5xx and 429 may pass, the rest does not. Addresses
/// are never in messages, since those of web hooks are secrets. Thread-safe.
final class JsonPoster {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int EXCERPT_LENGTH_MAX = 300;

    private final WebClient client;
    private final String service;

    JsonPoster(HttpOptions options, String service) {
        this.client = new WebClient(options);
        this.service = service;
    }

    Reply post(Secret url, JsonNode body, Duration timeout) throws InterruptedException {
        return post(uri(url), body, Map.of(), timeout);
    }

    Reply post(URI target, JsonNode body, Map<String, String> headers, Duration timeout)
            throws InterruptedException {
        return send("POST", target, body, headers, timeout);
    }

    Reply send(
            String method, URI target, JsonNode body, Map<String, String> headers, Duration timeout)
            throws InterruptedException {
        Reply reply = client.send(method, target, Json.bytes(body), headers, timeout);
        if (reply.isSuccess()) {
            return reply;
        }
        String message =
                "%s answered %d: %s"
                        .formatted(
                                service,
                                reply.status(),
                                MessageTexts.cut(reply.body().strip(), EXCERPT_LENGTH_MAX));
        boolean passing = reply.status() / 100 == 5 || reply.status() == TOO_MANY_REQUESTS;
        throw passing
                ? NotifyException.passing(message, null)
                : NotifyException.lasting(message, null);
    }

    /// Throws [NotifyException] if it is none.
    static URI uri(Secret secret) {
        try {
            URI uri = new URI(secret.read());
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null) {
                return uri;
            }
            throw NotifyException.lasting("the address is no URL of http or https", null);
        } catch (URISyntaxException _) {
            // Its message holds the address, which is a secret.
            throw NotifyException.lasting("the address is no URL", null);
        } catch (UncheckedIOException e) {
            throw NotifyException.lasting(String.valueOf(e.getMessage()), e);
        }
    }
}
