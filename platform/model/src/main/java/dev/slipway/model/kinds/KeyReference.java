package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// One entry of a ConfigMap or Secret of the same namespace.
public record KeyReference(String name, String key, @Nullable Boolean optional) {
    public KeyReference {
        requireNonNull(name, "name");
        requireNonNull(key, "key");
    }
}
