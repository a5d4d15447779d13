package dev.slipway.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.state.StateException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keys of the transit engine of OpenBao, or of Vault. Thread-safe.
///
/// Source: [Transit secrets engine](https://openbao.org/api-docs/secret/transit/).
final class OpenBao implements KeyService {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<Long> LENGTHS = List.of(16L, 32L, 64L);

    private final Engine engine;
    private final Map<String, String> headers;

    /// Where the engine is, and which of its keys makes keys of how many bytes.
    private record Engine(String address, String key, long keyLength, String associatedData) {}

    private OpenBao(Engine engine, Map<String, String> headers) {
        this.engine = engine;
        this.headers = headers;
    }

    static OpenBao of(Settings settings) {
        String server = settings.text("address", "BAO_ADDR");
        String path = settings.text("transit_engine_path");
        long length = settings.number("key_length", 32);
        if (!LENGTHS.contains(length)) {
            throw new StateException(
                    settings.what()
                            + ": key_length: "
                            + length
                            + " (expected: one of "
                            + LENGTHS
                            + ")");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Vault-Token", settings.required("token", "BAO_TOKEN"));
        headers.put("X-Vault-Request", "true");
        headers.put("Content-Type", "application/json");
        String namespace = settings.environment().getOrDefault("BAO_NAMESPACE", "");
        if (!namespace.isEmpty()) {
            headers.put("X-Vault-Namespace", namespace);
        }
        return new OpenBao(
                new Engine(
                        withoutSlash(server.isEmpty() ? "https://127.0.0.1:8200" : server)
                                + "/v1/"
                                + withoutSlash(
                                        path.isEmpty() ? "transit" : path.replaceAll("^/+", "")),
                        settings.required("key_name"),
                        length,
                        settings.text("associated_data")),
                headers);
    }

    private static String withoutSlash(String text) {
        return text.replaceAll("/+$", "");
    }

    @Override
    public DataKey generate() {
        ObjectNode request = MAPPER.createObjectNode();
        request.put("bits", engine.keyLength() * Byte.SIZE);
        JsonNode data = call("datakey/plaintext/", request);
        return new DataKey(
                Base64.getDecoder().decode(data.path("plaintext").asText("")),
                data.path("ciphertext").asText("").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] unwrap(byte[] wrapped) {
        ObjectNode request = MAPPER.createObjectNode();
        request.put("ciphertext", new String(wrapped, StandardCharsets.UTF_8));
        return Base64.getDecoder().decode(call("decrypt/", request).path("plaintext").asText(""));
    }

    private JsonNode call(String action, ObjectNode request) {
        if (!engine.associatedData().isEmpty()) {
            request.put("associated_data", engine.associatedData());
        }
        URI uri =
                URI.create(
                        engine.address()
                                + "/"
                                + action
                                + AwsSignature.escaped(engine.key(), false));
        try (Http http = new Http(Http.Retries.DEFAULT, null)) {
            Http.Answer answer =
                    http.send(
                            new Http.Request(
                                    "POST", uri, headers, MAPPER.writeValueAsBytes(request)));
            if (!answer.isGood()) {
                throw new StateException(
                        "key_provider openbao: " + uri + " answers " + problem(answer));
            }
            return MAPPER.readTree(answer.body()).path("data");
        } catch (IOException e) {
            throw new StateException("key_provider openbao: " + e.getMessage(), e);
        }
    }

    private static String problem(Http.Answer answer) {
        try {
            JsonNode errors = MAPPER.readTree(answer.body()).path("errors");
            return answer.status() + (errors.isEmpty() ? "" : ": " + errors);
        } catch (IOException e) {
            return String.valueOf(answer.status());
        }
    }
}
