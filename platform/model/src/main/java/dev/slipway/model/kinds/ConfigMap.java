package dev.slipway.model.kinds;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Configuration: texts by key, and bytes by key in Base64.
public record ConfigMap(
        ObjectMeta metadata,
        Map<String, String> data,
        Map<String, String> binaryData,
        @Nullable Boolean immutable)
        implements Resource {
    public ConfigMap {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        data = Immutable.map(data);
        binaryData = Immutable.map(binaryData);
    }

    /// The bytes under `key`, whichever of the two maps has them, or null.
    public byte @Nullable [] content(String key) {
        String text = data.get(key);
        if (text != null) {
            return text.getBytes(UTF_8);
        }
        String encoded = binaryData.get(key);
        return encoded == null ? null : Base64.getDecoder().decode(encoded);
    }
}
