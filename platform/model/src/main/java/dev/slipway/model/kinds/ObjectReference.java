package dev.slipway.model.kinds;

import org.jspecify.annotations.Nullable;

/// Any object, as events and endpoints name it.
public record ObjectReference(
        @Nullable String apiVersion,
        @Nullable String kind,
        @Nullable String namespace,
        @Nullable String name,
        @Nullable String uid,
        @Nullable String resourceVersion,
        @Nullable String fieldPath) {}
