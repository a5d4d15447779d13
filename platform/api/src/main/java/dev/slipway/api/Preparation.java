package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.AdmissionRequest.Operation;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Cause;
import dev.slipway.model.Json;
import java.util.List;
import java.util.Map;

/// Makes an author's tree into the one that is stored: metadata, defaults, admission, the rules of
/// the kind, generation. Thread-safe.
final class Preparation {
    private final ObjectReads reads;
    private final Metadata metadata;
    private final AdmissionChain admissions;

    Preparation(ObjectReads reads, Metadata metadata, AdmissionChain admissions) {
        this.reads = reads;
        this.metadata = metadata;
        this.admissions = admissions;
    }

    /// Changes `object`; `known` is what was found wrong with it before.
    void ofNew(WriteContext write, ObjectNode object, List<Cause> known) {
        KindDefinition kind = write.target().kind();
        if (kind.namespaced()) {
            Namespaces.requireActive(reads.snapshot(), kind, write.target().key());
        }
        metadata.prepareNew(kind, object);
        if (kind.hasStatus() && !kind.keepsStatusOnCreate()) {
            object.remove(Target.STATUS);
        }
        kind.rules().applyDefaults(object);
        AdmissionRequest request = write.admission(Operation.CREATE, object, null);
        mutate(kind, request, object);
        kind.rules().prepareCreate(object);
        Problems problems = new Problems();
        problems.addAll(known);
        MetadataRules.validate(kind, object, problems);
        kind.rules().validate(object, problems);
        throwIfAny(write.target(), problems);
        admissions.validate(request);
    }

    /// Changes `next`, which has the parts the author may write.
    void ofNext(WriteContext write, ObjectNode next, ObjectNode before, List<Cause> known) {
        KindDefinition kind = write.target().kind();
        boolean whole = !write.target().subresource().equals(Target.STATUS);
        Metadata.prepareUpdate(write.target(), next, before);
        if (whole) {
            kind.rules().prepareUpdate(next, before);
            kind.rules().applyDefaults(next);
        }
        if (Trees.same(next, before)) {
            return;
        }
        AdmissionRequest request = write.admission(Operation.UPDATE, next, before);
        mutate(kind, request, next);
        Problems problems = new Problems();
        problems.addAll(known);
        MetadataRules.validate(kind, next, problems);
        MetadataRules.validateUpdate(next, before, problems);
        if (whole) {
            kind.rules().validate(next, problems);
            kind.rules().validateUpdate(next, before, problems);
        }
        throwIfAny(write.target(), problems);
        admissions.validate(request);
        if (kind.hasGeneration() && !sameSpecification(next, before)) {
            Metadata.bumpGeneration(next);
        }
    }

    private void mutate(KindDefinition kind, AdmissionRequest request, ObjectNode object) {
        if (!admissions.isEmpty()) {
            admissions.mutate(request);
            kind.rules().applyDefaults(object);
        }
    }

    /// Everything but metadata and status.
    private static boolean sameSpecification(ObjectNode next, ObjectNode before) {
        return Trees.same(specification(next), specification(before));
    }

    private static ObjectNode specification(ObjectNode object) {
        ObjectNode result = Json.object();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!field.getKey().equals("metadata") && !field.getKey().equals(Target.STATUS)) {
                result.set(field.getKey(), field.getValue());
            }
        }
        return result;
    }

    private static void throwIfAny(Target target, Problems problems) {
        if (!problems.isEmpty()) {
            throw ApiException.invalid(target.kind().kind(), target.key(), problems.causes());
        }
    }
}
