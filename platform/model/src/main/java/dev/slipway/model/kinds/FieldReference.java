package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// A field of the pod itself, such as `metadata.labels['app']`.
public record FieldReference(@Nullable String apiVersion, String fieldPath) {
    public FieldReference {
        requireNonNull(fieldPath, "fieldPath");
    }
}
