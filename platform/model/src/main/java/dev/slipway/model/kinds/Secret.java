package dev.slipway.model.kinds;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Confidential bytes by key, in Base64.
public record Secret(
        ObjectMeta metadata,
        @Nullable String type,
        Map<String, String> data,
        @Nullable Boolean immutable)
        implements Resource {
    public Secret {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        data = Immutable.map(data);
    }

    /// The bytes under `key`, or null.
    public byte @Nullable [] content(String key) {
        String encoded = data.get(key);
        return encoded == null ? null : Base64.getDecoder().decode(encoded);
    }

    /// Says nothing about the contents: records end up in logs.
    @Override
    public String toString() {
        return "Secret[" + metadata.key() + ", keys " + data.keySet() + "]";
    }
}
