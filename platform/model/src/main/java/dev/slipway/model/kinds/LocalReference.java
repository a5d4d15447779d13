package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

/// An object of the same namespace, by name.
public record LocalReference(String name) {
    public LocalReference {
        requireNonNull(name, "name");
    }
}
