package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// What happens to `metadata` on every write, whatever the kind. Thread-safe.
final class Metadata {
    static final String GENERATION = "generation";
    static final String DELETION_TIMESTAMP = "deletionTimestamp";
    static final String DELETION_GRACE = "deletionGracePeriodSeconds";
    static final String RESOURCE_VERSION = "resourceVersion";
    static final String FINALIZERS = "finalizers";

    /// Letters and digits that form no words, for generated names.
    private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;
    private static final int GENERATED_NAME_MAX = 63;
    private static final String[] OWNED_BY_SERVER = {
        "uid", "creationTimestamp", DELETION_TIMESTAMP, DELETION_GRACE, GENERATION
    };

    private final InstantSource clock;
    private final RandomGenerator random;

    Metadata(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    static ObjectNode of(ObjectNode object) {
        return Trees.object(object, "metadata");
    }

    static boolean hasFinalizers(ObjectNode object) {
        return !Trees.isEmptyArray(of(object), FINALIZERS);
    }

    static boolean isBeingDeleted(ObjectNode object) {
        return Trees.has(of(object), DELETION_TIMESTAMP);
    }

    static void bumpGeneration(ObjectNode object) {
        ObjectNode metadata = of(object);
        metadata.put(GENERATION, metadata.path(GENERATION).asLong(0) + 1);
    }

    /// Takes the type and the namespace from the address of the request where the object is silent,
    /// and refuses it where they differ. Returns the key the object is to have.
    static ObjectKey agree(Target target, ObjectNode object) {
        agreeOnType(target.kind(), object);
        requirePlace(target);
        ObjectNode metadata = of(object);
        String namespace = target.key().namespace();
        String found = Trees.text(metadata, "namespace");
        if (!found.isEmpty() && !found.equals(namespace)) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the"
                            + " request");
        }
        if (namespace.isEmpty()) {
            metadata.remove("namespace");
        } else {
            metadata.put("namespace", namespace);
        }
        String name = Trees.text(metadata, "name");
        String wanted = target.key().name();
        if (!wanted.isEmpty() && !name.isEmpty() && !wanted.equals(name)) {
            throw ApiException.badRequest(
                    "the name of the object ("
                            + name
                            + ") does not match the name on the URL ("
                            + wanted
                            + ")");
        }
        if (name.isEmpty() && !wanted.isEmpty()) {
            metadata.put("name", wanted);
            name = wanted;
        }
        return new ObjectKey(namespace, name);
    }

    private static void requirePlace(Target target) {
        boolean hasNamespace = !target.key().namespace().isEmpty();
        if (target.kind().namespaced() && !hasNamespace) {
            throw ApiException.badRequest(
                    "namespace: required for objects of kind " + target.kind().type().kind());
        }
        if (!target.kind().namespaced() && hasNamespace) {
            throw ApiException.badRequest(
                    "namespace: \""
                            + target.key().namespace()
                            + "\" (expected: none, "
                            + target.kind().plural()
                            + " are cluster-wide)");
        }
    }

    private static void agreeOnType(KindDefinition kind, ObjectNode object) {
        String apiVersion = Trees.text(object, "apiVersion");
        String wantedVersion = kind.type().apiVersion();
        if (!apiVersion.isEmpty() && !apiVersion.equals(wantedVersion)) {
            throw ApiException.badRequest(
                    "the API version in the data ("
                            + apiVersion
                            + ") does not match the expected API version ("
                            + wantedVersion
                            + ")");
        }
        String name = Trees.text(object, "kind");
        if (!name.isEmpty() && !name.equals(kind.type().kind())) {
            throw ApiException.badRequest(
                    "the kind in the data ("
                            + name
                            + ") does not match the expected kind ("
                            + kind.type().kind()
                            + ")");
        }
        object.put("apiVersion", wantedVersion);
        object.put("kind", kind.type().kind());
    }

    /// Makes the metadata of a new object: identity, time of creation, first generation.
    void prepareNew(KindDefinition kind, ObjectNode object) {
        ObjectNode metadata = of(object);
        if (!Trees.text(metadata, RESOURCE_VERSION).isEmpty()) {
            throw ApiException.badRequest(
                    "resourceVersion should not be set on objects to be created");
        }
        removeForeign(metadata);
        for (String field : OWNED_BY_SERVER) {
            metadata.remove(field);
        }
        metadata.put("uid", uid());
        if (kind.hasGeneration()) {
            metadata.put(GENERATION, 1L);
        }
        metadata.put("creationTimestamp", Json.time(clock.instant()));
    }

    /// Keeps in an update what only the server may change.
    static void prepareUpdate(Target target, ObjectNode object, ObjectNode before) {
        ObjectNode metadata = of(object);
        ObjectNode old = of(before);
        String uid = Trees.text(metadata, "uid");
        String oldUid = Trees.text(old, "uid");
        if (!uid.isEmpty() && !uid.equals(oldUid)) {
            throw Errors.conflict(
                    target,
                    "Precondition failed: UID in precondition: "
                            + uid
                            + ", UID in object meta: "
                            + oldUid);
        }
        removeForeign(metadata);
        for (String field : OWNED_BY_SERVER) {
            Trees.setOrRemove(metadata, field, old.get(field));
        }
        Trees.setOrRemove(metadata, "generateName", old.get("generateName"));
    }

    String generatedName(String prefix) {
        int kept = Math.min(prefix.length(), GENERATED_NAME_MAX - SUFFIX_LENGTH);
        StringBuilder name = new StringBuilder(prefix.substring(0, kept));
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(SUFFIX_ALPHABET.charAt(random.nextInt(SUFFIX_ALPHABET.length())));
        }
        return name.toString();
    }

    static void addFinalizer(ObjectNode object, String finalizer) {
        ObjectNode metadata = of(object);
        ArrayNode finalizers = Trees.findArray(metadata, FINALIZERS);
        if (finalizers == null) {
            finalizers = metadata.putArray(FINALIZERS);
        }
        for (var existing : finalizers) {
            if (existing.asText("").equals(finalizer)) {
                return;
            }
        }
        finalizers.add(finalizer);
    }

    static void removeFinalizer(ObjectNode object, String finalizer) {
        ArrayNode finalizers = Trees.findArray(of(object), FINALIZERS);
        if (finalizers == null) {
            return;
        }
        finalizers.removeIf(existing -> existing.asText("").equals(finalizer));
        if (finalizers.isEmpty()) {
            of(object).remove(FINALIZERS);
        }
    }

    /// Fields that are never stored, and empty ones, which mean the same as absent ones.
    private static void removeForeign(ObjectNode metadata) {
        metadata.remove(RESOURCE_VERSION);
        metadata.remove("managedFields");
        metadata.remove("selfLink");
        metadata.removeIf(value -> value.isNull() || (value.isContainerNode() && value.isEmpty()));
    }

    private String uid() {
        long most = (random.nextLong() & ~0xF000L) | 0x4000L;
        long least = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least).toString();
    }
}
