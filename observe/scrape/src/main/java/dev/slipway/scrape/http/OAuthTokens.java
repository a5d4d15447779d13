package dev.slipway.scrape.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.scrape.config.HttpSettings.Credentials.OAuth2;
import dev.slipway.scrape.http.FetchException.Reason;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The token that client credentials get, fetched again shortly before it ends. Whoever needs one
/// while another fetches it waits. Thread-safe.
final class OAuthTokens {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration EARLY = Duration.ofSeconds(10);
    private static final long LIFETIME_DEFAULT_SECONDS = 3_600;
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int OK = 200;

    private final OAuth2 settings;
    private final HttpTransport transport;
    private final InstantSource clock;

    // Guarded by this.
    private @Nullable String token;
    private Instant usableUntil = Instant.MIN;

    /// `transport`: to the token service, without credentials of its own.
    OAuthTokens(OAuth2 settings, HttpTransport transport, InstantSource clock) {
        this.settings = settings;
        this.transport = transport;
        this.clock = clock;
    }

    synchronized String token() {
        String known = token;
        if (known != null && clock.instant().isBefore(usableUntil)) {
            return known;
        }
        JsonNode answer = fetch();
        String fetched = answer.path("access_token").asText("");
        if (fetched.isEmpty()) {
            throw refused("its answer has no `access_token`");
        }
        long lifetime = answer.path("expires_in").asLong(LIFETIME_DEFAULT_SECONDS);
        Instant ends = clock.instant().plusSeconds(Math.clamp(lifetime, 0, 100_000_000));
        usableUntil = ends.minus(EARLY);
        token = fetched;
        return fetched;
    }

    private JsonNode fetch() {
        String secret = secret();
        // RFC 6749 wants the header to be tried; some services know the form only.
        HttpAnswer answer = ask(secret, true);
        if (answer.status() == UNAUTHORIZED || answer.status() == BAD_REQUEST) {
            answer = ask(secret, false);
        }
        if (answer.status() != OK) {
            throw refused("it answered with status " + answer.status());
        }
        try {
            return Json.parseObject(Arrays.copyOf(answer.body(), answer.length()));
        } catch (ApiException e) {
            throw refused("its answer is not understood: " + e.getMessage());
        }
    }

    private HttpAnswer ask(String secret, boolean inHeader) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        if (!settings.scopes().isEmpty()) {
            form.put("scope", String.join(" ", settings.scopes()));
        }
        form.putAll(settings.endpointParameters());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        headers.put("Accept", "application/json");
        if (inHeader) {
            String pair = encoded(settings.clientId()) + ":" + encoded(secret);
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
        } else {
            form.put("client_id", settings.clientId());
            form.put("client_secret", secret);
        }
        StringBuilder text = new StringBuilder();
        form.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : "&")
                        .append(encoded(name))
                        .append('=')
                        .append(encoded(value)));
        return transport.fetch(
                new HttpCall(
                        settings.tokenUrl(), headers, text.toString(), TIMEOUT, BODY_BYTES_MAX, 0));
    }

    private String secret() {
        try {
            return settings.clientSecret().reveal();
        } catch (IOException e) {
            throw new FetchException(
                    Reason.CREDENTIALS, "client secret cannot be read: " + e.getMessage(), e);
        }
    }

    private FetchException refused(String why) {
        return new FetchException(
                Reason.CREDENTIALS, "no token from " + settings.tokenUrl() + ": " + why);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
