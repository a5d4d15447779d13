package dev.slipway.model;

import static java.util.Objects.requireNonNull;

/// What a client must know of a kind: its names, whether it lives in namespaces, and the record its
/// objects are read into. Two kinds with the same names may read into different records: each user
/// sees the fields it uses.
public record Kind<T extends Resource>(
        GroupVersionKind type, String plural, boolean namespaced, Class<T> recordType) {
    public Kind {
        requireNonNull(type, "type");
        requireNonNull(plural, "plural");
        requireNonNull(recordType, "recordType");
    }

    public static <T extends Resource> Kind<T> namespaced(
            String apiVersion, String kind, String plural, Class<T> recordType) {
        return new Kind<>(GroupVersionKind.of(apiVersion, kind), plural, true, recordType);
    }

    public static <T extends Resource> Kind<T> clusterWide(
            String apiVersion, String kind, String plural, Class<T> recordType) {
        return new Kind<>(GroupVersionKind.of(apiVersion, kind), plural, false, recordType);
    }

    /// The same kind read as whole JSON trees.
    public Kind<RawResource> raw() {
        return new Kind<>(type, plural, namespaced, RawResource.class);
    }

    @Override
    public String toString() {
        return type.toString();
    }
}
