package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.store.Entry;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Creates and updates: the one path that every write takes, from the author's tree to the store.
///
/// An update is a function from the current tree to the next one, run again on whatever is current
/// when somebody else wrote in between. Whether a change is conditional needs no case of its own: a
/// tree that carries another `resourceVersion` than the current one is a conflict. Thread-safe.
final class ObjectWrites {
    /// What an update does; `current` carries its `resourceVersion` and may be changed and
    /// returned.
    @FunctionalInterface
    interface Change {
        ObjectNode apply(ObjectNode current);
    }

    private static final int ATTEMPTS_MAX = 64;
    private static final int NAMES_MAX = 8;

    private final ObjectReads reads;
    private final Commits commits;
    private final Metadata metadata;
    private final Preparation preparation;
    private final KindSchemas schemas;
    private final ServiceAddresses addresses;

    ObjectWrites(
            ObjectReads reads,
            Commits commits,
            Metadata metadata,
            AdmissionChain admissions,
            KindSchemas schemas,
            ServiceAddresses addresses) {
        this.reads = reads;
        this.commits = commits;
        this.metadata = metadata;
        this.preparation = new Preparation(reads, metadata, admissions);
        this.schemas = schemas;
        this.addresses = addresses;
    }

    Written create(Caller caller, Target target, ObjectNode object, WriteOptions options) {
        KindDefinition kind = target.kind();
        ObjectKey key = Metadata.agree(target, object);
        Fields fields = fields(target, object, options);
        String prefix = Trees.text(Metadata.of(object), "generateName");
        boolean generated = key.name().isEmpty() && !prefix.isEmpty();
        for (int attempt = 1; ; attempt++) {
            ObjectNode candidate = generated ? fields.object().deepCopy() : fields.object();
            if (generated) {
                key = new ObjectKey(key.namespace(), metadata.generatedName(prefix));
                Metadata.of(candidate).put("name", key.name());
            }
            WriteContext write =
                    new WriteContext(
                            caller,
                            Target.of(kind, key),
                            options,
                            new ArrayList<>(fields.warnings()));
            preparation.ofNew(write, candidate, fields.causes());
            StoredObject stored = storeNew(write, candidate);
            if (stored != null) {
                return write.written(stored);
            }
            if (!generated || attempt == NAMES_MAX) {
                throw ApiException.alreadyExists(kind.kind(), key);
            }
        }
    }

    private @Nullable StoredObject storeNew(WriteContext write, ObjectNode object) {
        Target target = write.target();
        if (!write.options().dryRun()) {
            return store(target, object, null, () -> commits.create(target, object));
        }
        String key = StorageKeys.of(target.kind(), target.key());
        if (reads.snapshot().find(key) != null) {
            return null;
        }
        return store(
                target,
                object,
                null,
                () -> StoredObject.computed(target.key(), Trees.ordered(object), 0));
    }

    Written update(Caller caller, Target target, Change change, WriteOptions options) {
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            Entry<ObjectIndex> entry = reads.entry(target);
            ObjectNode before = Json.parseObject(entry.value());
            ObjectNode next = change.apply(versioned(before, entry.revision()));
            requireVersion(target, next, Long.toString(entry.revision()));
            Metadata.agree(target, next);
            Fields fields = fields(target, next, options);
            WriteContext write =
                    new WriteContext(caller, target, options, new ArrayList<>(fields.warnings()));
            next = partOf(target, fields.object(), before);
            preparation.ofNext(write, next, before, fields.causes());
            StoredObject stored = storeNext(write, next, before, entry);
            if (stored != null) {
                return write.written(stored);
            }
        }
        throw ApiException.conflict(target.kind().kind(), target.key());
    }

    private Fields fields(Target target, ObjectNode object, WriteOptions options) {
        return Fields.check(
                target, object, schemas.find(target.kind().type()), options.fieldValidation());
    }

    private static ObjectNode versioned(ObjectNode stored, long revision) {
        ObjectNode copy = stored.deepCopy();
        Metadata.of(copy).put(Metadata.RESOURCE_VERSION, Long.toString(revision));
        return copy;
    }

    private static void requireVersion(Target target, ObjectNode next, String version) {
        String wanted = Trees.text(Metadata.of(next), Metadata.RESOURCE_VERSION);
        if (!wanted.isEmpty() && !wanted.equals(version)) {
            throw ApiException.conflict(target.kind().kind(), target.key());
        }
    }

    /// What of `next` the target lets its author write: the status, or all but the status.
    private static ObjectNode partOf(Target target, ObjectNode next, ObjectNode before) {
        if (target.subresource().equals(Target.STATUS)) {
            ObjectNode result = before.deepCopy();
            Trees.setOrRemove(result, Target.STATUS, next.get(Target.STATUS));
            return result;
        }
        if (target.kind().hasStatus()) {
            Trees.setOrRemove(next, Target.STATUS, before.get(Target.STATUS));
        }
        return next;
    }

    /// Null if the object changed meanwhile.
    private @Nullable StoredObject storeNext(
            WriteContext write, ObjectNode next, ObjectNode before, Entry<ObjectIndex> entry) {
        Target target = write.target();
        if (Trees.same(next, before)) {
            return StoredObject.of(entry);
        }
        if (write.options().dryRun()) {
            ObjectNode answer = versioned(Trees.ordered(next), entry.revision());
            return StoredObject.computed(target.key(), answer, entry.revision());
        }
        if (Lifecycle.isFinished(target.kind(), next)) {
            return commits.delete(target, entry);
        }
        return store(target, next, before, () -> commits.update(target, next, entry));
    }

    private @Nullable StoredObject store(
            Target target,
            ObjectNode object,
            @Nullable ObjectNode before,
            Supplier<@Nullable StoredObject> write) {
        return ServiceAddresses.concerns(target.kind())
                ? addresses.storing(target, object, before, write)
                : write.get();
    }
}
