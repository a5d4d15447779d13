package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// A limit or request of a container, such as `limits.memory`, divided by `divisor`.
public record ResourceFieldReference(
        @Nullable String containerName, String resource, @Nullable String divisor) {
    public ResourceFieldReference {
        requireNonNull(resource, "resource");
    }
}
