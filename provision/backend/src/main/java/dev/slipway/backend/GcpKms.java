package dev.slipway.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.state.StateException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;

/// Keys of Google's Key Management Service, which wraps what is made here. Thread-safe.
///
/// Source: [Method
/// encrypt](https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys/encrypt).
final class GcpKms implements KeyService {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long KEY_BYTES_MAX = 1024;

    private final Key key;
    private final Supplier<String> login;
    private final SecureRandom chance;

    /// Which key at which server, and how long the keys are that it wraps.
    private record Key(String server, String name, int length, String authenticated) {}

    private GcpKms(Key key, Supplier<String> login, SecureRandom chance) {
        this.key = key;
        this.login = login;
        this.chance = chance;
    }

    static GcpKms of(Settings settings, InstantSource clock, SecureRandom chance) {
        String server = settings.text("", "CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS");
        long length = settings.number("key_length", 0);
        if (length < 1 || length > KEY_BYTES_MAX) {
            throw new StateException(
                    settings.what()
                            + ": key_length: "
                            + length
                            + " (expected: between 1 and "
                            + KEY_BYTES_MAX
                            + ")");
        }
        return new GcpKms(
                new Key(
                        server.isEmpty()
                                ? "https://cloudkms.googleapis.com/"
                                : server.endsWith("/") ? server : server + "/",
                        settings.required("kms_encryption_key"),
                        (int) length,
                        settings.text("additional_authenticated_data")),
                new GcpLogin(settings, clock),
                chance);
    }

    @Override
    public DataKey generate() {
        byte[] plain = new byte[key.length()];
        chance.nextBytes(plain);
        return new DataKey(plain, call("encrypt", "plaintext", plain, "ciphertext"));
    }

    @Override
    public byte[] unwrap(byte[] wrapped) {
        return call("decrypt", "ciphertext", wrapped, "plaintext");
    }

    private byte[] call(String action, String sent, byte[] bytes, String wanted) {
        ObjectNode request = MAPPER.createObjectNode();
        request.put(sent, Base64.getEncoder().encodeToString(bytes));
        if (!key.authenticated().isEmpty()) {
            request.put("additionalAuthenticatedData", key.authenticated());
        }
        URI uri = URI.create(key.server() + "v1/" + key.name() + ":" + action);
        try (Http http = new Http(Http.Retries.DEFAULT, null)) {
            Http.Answer answer =
                    http.send(
                            new Http.Request(
                                    "POST",
                                    uri,
                                    Map.of(
                                            "Authorization",
                                            "Bearer " + login.get(),
                                            "Content-Type",
                                            "application/json"),
                                    MAPPER.writeValueAsBytes(request)));
            if (!answer.isGood()) {
                throw new StateException(
                        "key_provider gcp_kms: "
                                + uri
                                + " answers "
                                + answer.status()
                                + ": "
                                + new String(answer.body(), StandardCharsets.UTF_8).strip());
            }
            JsonNode json = MAPPER.readTree(answer.body());
            return Base64.getDecoder().decode(json.path(wanted).asText(""));
        } catch (IOException e) {
            throw new StateException("key_provider gcp_kms: " + e.getMessage(), e);
        }
    }
}
