package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// Who is granted a role: a `User`, `Group` or `ServiceAccount`.
public record Subject(
        String kind, @Nullable String apiGroup, String name, @Nullable String namespace) {
    public Subject {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
    }
}
