package dev.slipway.terraform.encryption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keys that a program tells: a key provider of type `external`. It is asked once for each key.
/// Thread-safe.
final class ExternalKeys implements KeySource {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String name;
    private final ExternalProgram program;
    private final Map<String, byte[]> told = new ConcurrentHashMap<>();
    private @Nullable Key own;

    ExternalKeys(String name, ExternalProgram program) {
        this.name = name;
        this.program = program;
    }

    @Override
    public synchronized Key own() {
        if (own == null) {
            JsonNode answer = program.ask(MAPPER.nullNode());
            JsonNode meta = answer.path("meta");
            String kept = (meta.isObject() ? meta : MAPPER.createObjectNode()).toString();
            own =
                    new Key(
                            key(answer, "encryption_key"),
                            Map.of(name, kept.getBytes(StandardCharsets.UTF_8)));
        }
        return own;
    }

    @Override
    public byte @Nullable [] bytes(Map<String, byte[]> kept) {
        byte[] meta = kept.get(name);
        return meta == null
                ? null
                : told.computeIfAbsent(new String(meta, StandardCharsets.UTF_8), this::ask);
    }

    private byte[] ask(String meta) {
        try {
            return key(program.ask(MAPPER.readTree(meta)), "decryption_key");
        } catch (IOException e) {
            throw program.wrong("what is kept for it cannot be read: " + e.getMessage());
        }
    }

    /// The documentation has the keys in `key`, its examples in `keys`.
    private byte[] key(JsonNode answer, String wanted) {
        JsonNode keys = answer.has("keys") ? answer.path("keys") : answer.path("key");
        try {
            byte[] key = Base64.getDecoder().decode(keys.path(wanted).asText(""));
            if (key.length > 0) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw program.wrong("\"" + wanted + "\" is not base64: " + e.getMessage());
        }
        throw program.wrong("it tells no \"" + wanted + "\" (expected: base64, in \"keys\")");
    }
}
