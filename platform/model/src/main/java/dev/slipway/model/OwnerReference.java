package dev.slipway.model;

import org.jspecify.annotations.Nullable;

/// The object that another one belongs to; with `controller` true, the one that manages it.
public record OwnerReference(
        String apiVersion,
        String kind,
        String name,
        String uid,
        @Nullable Boolean controller,
        @Nullable Boolean blockOwnerDeletion) {

    /// The reference by which `owner` manages an object.
    public static OwnerReference controlledBy(Kind<?> kind, ObjectMeta owner) {
        return new OwnerReference(
                kind.type().apiVersion(),
                kind.type().kind(),
                owner.key().name(),
                owner.storedUid(),
                true,
                true);
    }

    public boolean isController() {
        return Boolean.TRUE.equals(controller);
    }
}
