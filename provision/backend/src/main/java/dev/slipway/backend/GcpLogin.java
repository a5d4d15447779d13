package dev.slipway.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.state.StateException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;

/// Gets tokens for Google's services: one that is given, or for a service account, or for a user
/// whom `gcloud auth application-default login` wrote down. Thread-safe.
///
/// Source: [OAuth for service
/// accounts](https://developers.google.com/identity/protocols/oauth2/service-account).
final class GcpLogin implements Supplier<String> {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final String TOKEN_URI = "https://oauth2.googleapis.com/token";
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

    private final Settings settings;
    private final InstantSource clock;
    private String held = "";
    private Instant renewal = Instant.MIN;

    GcpLogin(Settings settings, InstantSource clock) {
        settings.refuse("impersonate_service_account", "give a token of it as access_token");
        this.settings = settings;
        this.clock = clock;
    }

    /// @throws StateException if there are no credentials, or they are refused
    @Override
    public synchronized String get() {
        String given = settings.text("access_token", "GOOGLE_OAUTH_ACCESS_TOKEN");
        if (!given.isEmpty()) {
            return given;
        }
        if (!clock.instant().isBefore(renewal)) {
            JsonNode answer = ask(credentials());
            held = answer.path("access_token").asText("");
            long seconds = answer.path("expires_in").asLong(LIFETIME.toSeconds());
            renewal = clock.instant().plusSeconds(seconds).minus(EARLY);
        }
        return held;
    }

    private JsonNode credentials() {
        String text =
                settings.text("credentials", "GOOGLE_BACKEND_CREDENTIALS", "GOOGLE_CREDENTIALS");
        String home =
                settings.environment().getOrDefault("HOME", System.getProperty("user.home", ""));
        String file = text.isEmpty() ? settings.text("", "GOOGLE_APPLICATION_CREDENTIALS") : text;
        if (file.isEmpty()) {
            file = home + "/.config/gcloud/application_default_credentials.json";
        }
        try {
            return MAPPER.readTree(
                    text.stripLeading().startsWith("{")
                            ? text
                            : Files.readString(
                                    Path.of(
                                            file.startsWith("~/")
                                                    ? home + file.substring(1)
                                                    : file)));
        } catch (IOException e) {
            throw new StateException(
                    settings.what()
                            + ": there are no credentials of Google in "
                            + (file.startsWith("{") ? "the settings" : file)
                            + " (expected: credentials, or GOOGLE_APPLICATION_CREDENTIALS; those of"
                            + " a machine of Google are not looked for)",
                    e);
        }
    }

    private JsonNode ask(JsonNode credentials) {
        String type = credentials.path("type").asText("");
        Map<String, String> parameters =
                switch (type) {
                    case "service_account" ->
                            Map.of(
                                    "grant_type",
                                    "urn:ietf:params:oauth:grant-type:jwt-bearer",
                                    "assertion",
                                    assertion(credentials));
                    case "authorized_user" ->
                            Map.of(
                                    "grant_type", "refresh_token",
                                    "client_id", credentials.path("client_id").asText(""),
                                    "client_secret", credentials.path("client_secret").asText(""),
                                    "refresh_token", credentials.path("refresh_token").asText(""));
                    default ->
                            throw new StateException(
                                    settings.what()
                                            + ": credentials of the type \""
                                            + type
                                            + "\" (expected: service_account, authorized_user)");
                };
        String uri = credentials.path("token_uri").asText(TOKEN_URI);
        try (Http http = new Http(Http.Retries.DEFAULT, null)) {
            Http.Answer answer =
                    http.send(
                            new Http.Request(
                                    "POST",
                                    URI.create(uri),
                                    Map.of("Content-Type", "application/x-www-form-urlencoded"),
                                    AwsService.form(parameters)));
            if (!answer.isGood()) {
                throw new StateException(
                        settings.what()
                                + ": "
                                + uri
                                + " answers "
                                + answer.status()
                                + ": "
                                + new String(answer.body(), StandardCharsets.UTF_8).strip());
            }
            return MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new StateException(settings.what() + ": " + e.getMessage(), e);
        }
    }

    private String assertion(JsonNode credentials) {
        long now = clock.instant().getEpochSecond();
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\"}";
        String claims =
                MAPPER.createObjectNode()
                        .put("iss", credentials.path("client_email").asText(""))
                        .put("scope", SCOPE)
                        .put("aud", credentials.path("token_uri").asText(TOKEN_URI))
                        .put("iat", now)
                        .put("exp", now + LIFETIME.toSeconds())
                        .toString();
        String signed = base64(header) + "." + base64(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(Tls.privateKey(credentials.path("private_key").asText("")));
            signature.update(signed.getBytes(StandardCharsets.UTF_8));
            return signed
                    + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new StateException(
                    settings.what() + ": the private key of the credentials is none: " + e, e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
