package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// The role that a binding grants.
public record RoleReference(@Nullable String apiGroup, String kind, String name) {
    public RoleReference {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
    }
}
