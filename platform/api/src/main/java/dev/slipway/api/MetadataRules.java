package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Checks of `metadata` for every kind.
final class MetadataRules {
    private MetadataRules() {}

    static void validate(KindDefinition kind, ObjectNode object, Problems problems) {
        ObjectNode metadata = Metadata.of(object);
        String name = Trees.text(metadata, "name");
        if (name.isEmpty()) {
            problems.required("metadata.name", "name or generateName is required");
        } else {
            kind.nameRule().check("metadata.name", name, problems);
        }
        Labels.validate("metadata.labels", metadata.get("labels"), problems);
        Labels.validateAnnotations("metadata.annotations", metadata.get("annotations"), problems);
        OwnerReferences.validate(metadata, problems);
    }

    static void validateUpdate(ObjectNode object, ObjectNode before, Problems problems) {
        ObjectNode metadata = Metadata.of(object);
        if (!Metadata.isBeingDeleted(before)) {
            return;
        }
        var old = Metadata.of(before).path(Metadata.FINALIZERS);
        for (var finalizer : metadata.path(Metadata.FINALIZERS)) {
            boolean known = false;
            for (var existing : old) {
                known |= existing.equals(finalizer);
            }
            if (!known) {
                problems.forbidden(
                        "metadata.finalizers",
                        "no new finalizers can be added if the object is being deleted, found new"
                                + " finalizers []string{\""
                                + finalizer.asText("")
                                + "\"}");
            }
        }
    }
}
