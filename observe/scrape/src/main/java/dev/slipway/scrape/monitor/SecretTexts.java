package dev.slipway.scrape.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.controller.Informers;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Secret;
import org.jspecify.annotations.Nullable;

/// The texts that the objects of one namespace refer to. Files of the server are never read for
/// them: whoever may write an object is not whoever may read those. Thread-safe.
final class SecretTexts {
    private final Informers informers;
    private final String namespace;

    SecretTexts(Informers informers, String namespace) {
        this.informers = informers;
        this.namespace = namespace;
    }

    /// Of `{"name": …, "key": …}`; null if nothing is referred to. Throws [MonitorException] if it
    /// is not there.
    @Nullable String secret(JsonNode reference) {
        if (reference.isMissingNode() || reference.isNull() || name(reference).isEmpty()) {
            return null;
        }
        Secret secret = informers.of(Kinds.SECRET).find(key(reference));
        byte[] content = secret == null ? null : secret.content(reference.path("key").asText(""));
        return text("secret", reference, content);
    }

    /// Of `{"secret": …}` or `{"configMap": …}`.
    @Nullable String either(JsonNode reference) {
        JsonNode map = reference.path("configMap");
        if (map.isMissingNode() || name(map).isEmpty()) {
            return secret(reference.path("secret"));
        }
        ConfigMap found = informers.of(Kinds.CONFIG_MAP).find(key(map));
        byte[] content = found == null ? null : found.content(map.path("key").asText(""));
        return text("config map", map, content);
    }

    private String text(String what, JsonNode reference, byte @Nullable [] content) {
        if (content == null) {
            throw new MonitorException(
                    "%s %s has no key `%s`"
                            .formatted(what, key(reference), reference.path("key").asText("")));
        }
        return new String(content, UTF_8).strip();
    }

    private ObjectKey key(JsonNode reference) {
        return new ObjectKey(namespace, name(reference));
    }

    private static String name(JsonNode reference) {
        return reference.path("name").asText("");
    }
}
