package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ObjectKey;

/// What a request addresses: an object of a kind, or a part of it (`status`, `scale`, …; empty for
/// the object itself).
public record Target(KindDefinition kind, ObjectKey key, String subresource) {
    public static final String STATUS = "status";
    public static final String SCALE = "scale";

    public Target {
        requireNonNull(kind, "kind");
        requireNonNull(key, "key");
        requireNonNull(subresource, "subresource");
    }

    public static Target of(KindDefinition kind, ObjectKey key) {
        return new Target(kind, key, "");
    }

    public static Target status(KindDefinition kind, ObjectKey key) {
        return new Target(kind, key, STATUS);
    }

    public static Target scale(KindDefinition kind, ObjectKey key) {
        return new Target(kind, key, SCALE);
    }

    Target object() {
        return of(kind, key);
    }
}
