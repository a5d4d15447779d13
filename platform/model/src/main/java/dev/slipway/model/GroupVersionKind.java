package dev.slipway.model;

import static java.util.Objects.requireNonNull;

/// The type of a resource as written in a manifest; the core group is the empty string.
public record GroupVersionKind(String group, String version, String kind) {
    public GroupVersionKind {
        requireNonNull(group, "group");
        requireNonNull(version, "version");
        requireNonNull(kind, "kind");
    }

    /// From `apps/v1` or `v1` and a kind.
    public static GroupVersionKind of(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? new GroupVersionKind("", apiVersion, kind)
                : new GroupVersionKind(
                        apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
    }

    /// `apps/v1`, or `v1` for the core group.
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    @Override
    public String toString() {
        return apiVersion() + " " + kind;
    }
}
