package dev.slipway.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Metadata as every object carries it. Fields the API server fills in are null before the object
/// is stored.
public record ObjectMeta(
        @Nullable String name,
        @Nullable String generateName,
        @Nullable String namespace,
        @Nullable String uid,
        @Nullable String resourceVersion,
        @Nullable Long generation,
        @Nullable Instant creationTimestamp,
        @Nullable Instant deletionTimestamp,
        @Nullable Long deletionGracePeriodSeconds,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<OwnerReference> ownerReferences,
        List<String> finalizers) {
    public ObjectMeta {
        labels = Immutable.map(labels);
        annotations = Immutable.map(annotations);
        ownerReferences = Immutable.list(ownerReferences);
        finalizers = Immutable.list(finalizers);
    }

    /// Metadata of an object about to be created.
    public static ObjectMeta named(String namespace, String name) {
        return new ObjectMeta(
                name,
                null,
                namespace.isEmpty() ? null : namespace,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                Map.of(),
                List.of(),
                List.of());
    }

    public ObjectMeta withLabels(Map<String, String> newLabels) {
        return new ObjectMeta(
                name,
                generateName,
                namespace,
                uid,
                resourceVersion,
                generation,
                creationTimestamp,
                deletionTimestamp,
                deletionGracePeriodSeconds,
                newLabels,
                annotations,
                ownerReferences,
                finalizers);
    }

    public ObjectMeta withAnnotations(Map<String, String> newAnnotations) {
        return new ObjectMeta(
                name,
                generateName,
                namespace,
                uid,
                resourceVersion,
                generation,
                creationTimestamp,
                deletionTimestamp,
                deletionGracePeriodSeconds,
                labels,
                newAnnotations,
                ownerReferences,
                finalizers);
    }

    public ObjectMeta withOwner(OwnerReference owner) {
        return new ObjectMeta(
                name,
                generateName,
                namespace,
                uid,
                resourceVersion,
                generation,
                creationTimestamp,
                deletionTimestamp,
                deletionGracePeriodSeconds,
                labels,
                annotations,
                List.of(owner),
                finalizers);
    }

    public ObjectKey key() {
        return new ObjectKey(namespace == null ? "" : namespace, name == null ? "" : name);
    }

    /// The uid of a stored object. Throws `IllegalStateException` for one not stored yet.
    public String storedUid() {
        if (uid == null) {
            throw new IllegalStateException(key() + " has no uid: it was never stored");
        }
        return uid;
    }

    public boolean isBeingDeleted() {
        return deletionTimestamp != null;
    }

    /// The owner that manages this object, or null.
    public @Nullable OwnerReference controller() {
        for (OwnerReference owner : ownerReferences) {
            if (owner.isController()) {
                return owner;
            }
        }
        return null;
    }

    public boolean isControlledBy(String ownerUid) {
        OwnerReference owner = controller();
        return owner != null && owner.uid().equals(ownerUid);
    }
}
