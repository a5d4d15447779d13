package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.AdmissionRequest.Operation;
import dev.slipway.api.DeletePolicy.Propagation;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.store.Entry;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Deletes. An object goes at once, or is first marked with a time of deletion and waits: for its
/// grace period, its finalizers, its dependents. Thread-safe.
final class ObjectDeletes {
    private static final int ATTEMPTS_MAX = 64;
    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";

    private final ObjectReads reads;
    private final Commits commits;
    private final AdmissionChain admissions;
    private final InstantSource clock;

    ObjectDeletes(
            ObjectReads reads, Commits commits, AdmissionChain admissions, InstantSource clock) {
        this.reads = reads;
        this.commits = commits;
        this.admissions = admissions;
        this.clock = clock;
    }

    Removal delete(Caller caller, Target target, DeletePolicy policy) {
        Namespaces.requireMortal(target.kind(), target.key());
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            Entry<ObjectIndex> entry = reads.entry(target);
            requireSame(target, entry, policy);
            ObjectNode before = Json.parseObject(entry.value());
            AdmissionRequest request =
                    new AdmissionRequest(
                            caller, Operation.DELETE, target, null, before, policy.dryRun());
            admissions.mutate(request);
            admissions.validate(request);
            Removal removal = remove(target, entry, before, policy);
            if (removal != null) {
                return removal;
            }
        }
        throw ApiException.conflict(target.kind().kind(), target.key());
    }

    private static void requireSame(Target target, Entry<ObjectIndex> entry, DeletePolicy policy) {
        String uid = policy.uid();
        if (uid != null && !uid.equals(entry.index().uid())) {
            throw Errors.conflict(
                    target,
                    "Precondition failed: UID in precondition: "
                            + uid
                            + ", UID in object meta: "
                            + entry.index().uid());
        }
        String version = policy.resourceVersion();
        if (version != null && !version.equals(Long.toString(entry.revision()))) {
            throw Errors.conflict(
                    target,
                    "Precondition failed: ResourceVersion in precondition: "
                            + version
                            + ", ResourceVersion in object meta: "
                            + entry.revision());
        }
    }

    /// Null if the object changed meanwhile.
    private @Nullable Removal remove(
            Target target, Entry<ObjectIndex> entry, ObjectNode before, DeletePolicy policy) {
        ObjectNode next = before.deepCopy();
        mark(target.kind(), next, policy);
        if (Lifecycle.isFinished(target.kind(), next)) {
            if (policy.dryRun()) {
                return new Removal(StoredObject.of(entry), true);
            }
            StoredObject gone = commits.delete(target, entry);
            return gone == null ? null : new Removal(gone, true);
        }
        if (policy.dryRun() || Trees.same(next, before)) {
            return new Removal(StoredObject.of(entry), false);
        }
        StoredObject waiting = commits.update(target, next, entry);
        return waiting == null ? null : new Removal(waiting, false);
    }

    private void mark(KindDefinition kind, ObjectNode object, DeletePolicy policy) {
        propagate(kind, object, policy.propagation());
        Long asked = policy.gracePeriodSeconds();
        long usual = kind.rules().gracePeriodSeconds(object);
        long grace = usual == 0 || asked == null ? usual : Math.max(0, asked);
        if (Metadata.isBeingDeleted(object)) {
            if ((asked == null && usual > 0) || grace >= Lifecycle.gracePeriodSeconds(object)) {
                return;
            }
        } else if (kind.hasGeneration()) {
            Metadata.bumpGeneration(object);
        }
        ObjectNode metadata = Metadata.of(object);
        metadata.put(Metadata.DELETION_TIMESTAMP, Json.time(clock.instant().plusSeconds(grace)));
        metadata.put(Metadata.DELETION_GRACE, grace);
        Namespaces.markTerminating(kind, object);
    }

    /// The garbage collector acts on these two finalizers and takes them off.
    private static void propagate(
            KindDefinition kind, ObjectNode object, @Nullable Propagation asked) {
        Propagation propagation = asked == null ? kind.usualPropagation() : asked;
        if (asked == null && Metadata.hasFinalizers(object)) {
            return;
        }
        if (propagation != Propagation.ORPHAN) {
            Metadata.removeFinalizer(object, ORPHAN);
        }
        if (propagation != Propagation.FOREGROUND) {
            Metadata.removeFinalizer(object, FOREGROUND);
        }
        switch (propagation) {
            case ORPHAN -> Metadata.addFinalizer(object, ORPHAN);
            case FOREGROUND -> Metadata.addFinalizer(object, FOREGROUND);
            case BACKGROUND -> {}
        }
    }
}
