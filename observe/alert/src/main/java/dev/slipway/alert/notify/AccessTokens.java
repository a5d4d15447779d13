package dev.slipway.alert.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.alert.config.HttpOptions.Credentials.ClientCredentials;
import dev.slipway.alert.notify.WebClient.Reply;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Tokens of OAuth 2 for who has an id and a secret (RFC 6749, 4.4). One is used until shortly
/// before its end. Thread-safe; one caller asks, the others wait for the answer.
final class AccessTokens {
    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final long LIFETIME_SECONDS_MAX = 30L * 24 * 3600;

    private final ClientCredentials credentials;
    private final WebClient client;

    @GuardedBy("this")
    private String header = "";

    @GuardedBy("this")
    private long endNanos;

    AccessTokens(ClientCredentials credentials) {
        this.credentials = credentials;
        this.client = new WebClient(credentials.connection());
    }

    /// A value for `Authorization`. Throws [NotifyException] if no token is to be had.
    synchronized String header(Duration timeout) throws InterruptedException {
        if (header.isEmpty() || System.nanoTime() - endNanos >= 0) {
            renew(timeout);
        }
        return header;
    }

    @GuardedBy("this")
    private void renew(Duration timeout) throws InterruptedException {
        long now = System.nanoTime();
        Reply reply =
                client.send(
                        "POST",
                        credentials.tokenUrl(),
                        form().getBytes(UTF_8),
                        Map.of(
                                "Content-Type",
                                "application/x-www-form-urlencoded",
                                "Authorization",
                                "Basic " + pair()),
                        timeout);
        if (!reply.isSuccess()) {
            String message =
                    "no token from %s, which answered %d"
                            .formatted(credentials.tokenUrl().getHost(), reply.status());
            throw reply.status() / 100 == 5
                    ? NotifyException.passing(message, null)
                    : NotifyException.lasting(message, null);
        }
        JsonNode answer = parsed(reply);
        header = type(answer) + " " + answer.path("access_token").asText();
        long seconds = Math.clamp(answer.path("expires_in").asLong(0), 0, LIFETIME_SECONDS_MAX);
        // Of one that does not say how long it lives, none is kept.
        endNanos = now + Duration.ofSeconds(seconds).minus(MARGIN).toNanos();
    }

    private JsonNode parsed(Reply reply) {
        try {
            JsonNode answer = Json.parse(reply.body().getBytes(UTF_8));
            if (!answer.path("access_token").asText("").isEmpty()) {
                return answer;
            }
        } catch (ApiException _) {
            // Said below, without what may be half a secret.
        }
        throw NotifyException.lasting(
                "the answer of %s holds no `access_token`"
                        .formatted(credentials.tokenUrl().getHost()),
                null);
    }

    private static String type(JsonNode answer) {
        String type = answer.path("token_type").asText("");
        return type.isEmpty() || type.equalsIgnoreCase("bearer") ? "Bearer" : type;
    }

    private String form() {
        List<String> parts = new ArrayList<>(List.of("grant_type=client_credentials"));
        if (!credentials.scopes().isEmpty()) {
            parts.add("scope=" + encoded(String.join(" ", credentials.scopes())));
        }
        credentials
                .parameters()
                .forEach((name, value) -> parts.add(encoded(name) + "=" + encoded(value)));
        return String.join("&", parts);
    }

    private String pair() {
        try {
            String secret = credentials.clientSecret().read();
            String pair = encoded(credentials.clientId()) + ":" + encoded(secret);
            return Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
        } catch (UncheckedIOException e) {
            throw NotifyException.lasting(String.valueOf(e.getMessage()), e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
