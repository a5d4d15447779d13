package dev.slipway.terraform.encryption;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.backend.KeyService;
import dev.slipway.state.StateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keys of a service, which are kept as the service wrapped them. The service is asked once for
/// each key. Thread-safe.
final class WrappedKeys implements KeySource {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String name;
    private final String field;
    private final KeyService service;
    private final Map<String, byte[]> unwrapped = new ConcurrentHashMap<>();
    private @Nullable Key own;

    /// @param field how what is kept is called
    WrappedKeys(String name, String field, KeyService service) {
        this.name = name;
        this.field = field;
        this.service = service;
    }

    @Override
    public synchronized Key own() {
        if (own == null) {
            KeyService.DataKey key = service.generate();
            present(key.plain());
            String text = Base64.getEncoder().encodeToString(key.wrapped());
            unwrapped.put(text, key.plain());
            byte[] meta =
                    MAPPER.createObjectNode()
                            .put(field, text)
                            .toString()
                            .getBytes(StandardCharsets.UTF_8);
            own = new Key(key.plain(), Map.of(name, meta));
        }
        return own;
    }

    @Override
    public byte @Nullable [] bytes(Map<String, byte[]> kept) {
        byte[] meta = kept.get(name);
        if (meta == null) {
            return null;
        }
        try {
            String text = MAPPER.readTree(meta).path(field).asText("");
            byte[] wrapped = Base64.getDecoder().decode(text);
            if (wrapped.length == 0) {
                throw new StateException(
                        "encryption: what is kept for " + name + " has no \"" + field + "\"");
            }
            return unwrapped.computeIfAbsent(text, _ -> present(service.unwrap(wrapped)));
        } catch (IOException | IllegalArgumentException e) {
            throw new StateException("encryption: what is kept for " + name + " cannot be read", e);
        }
    }

    private byte[] present(byte[] key) {
        if (key.length == 0) {
            throw new StateException("encryption: the service of " + name + " tells no key");
        }
        return key;
    }
}
