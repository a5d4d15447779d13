package dev.slipway.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Patch;
import dev.slipway.model.Patches;
import dev.slipway.model.Schema;
import dev.slipway.store.CompactedException;
import dev.slipway.store.Entry;
import dev.slipway.store.Snapshot;
import dev.slipway.store.Store;
import dev.slipway.store.StoreClosedException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The API over a store. Thread-safe; owns nothing that must be closed.
public final class StoreBackedApi implements ObjectApi {
    /// What the API is made of besides the store: figures, schemas, time, and randomness for uids
    /// and generated names, which must be thread-safe and not repeat after a restart.
    public record Parts(
            ApiConfig config, KindSchemas schemas, InstantSource clock, RandomGenerator random) {
        public Parts {
            requireNonNull(config, "config");
            requireNonNull(schemas, "schemas");
            requireNonNull(clock, "clock");
            requireNonNull(random, "random");
        }
    }

    private static final String FINALIZE = "finalize";

    private final Store<ObjectIndex> store;
    private final KindRegistry kinds;
    private final KindSchemas schemas;
    private final ObjectReads reads;
    private final ObjectWrites writes;
    private final ObjectDeletes deletes;
    private final PodParts pods;

    public StoreBackedApi(
            Store<ObjectIndex> store, KindRegistry kinds, AdmissionChain admissions, Parts parts) {
        this.store = requireNonNull(store, "store");
        this.kinds = requireNonNull(kinds, "kinds");
        this.schemas = parts.schemas();
        this.reads = new ObjectReads(store, parts.config(), parts.clock());
        Commits commits = new Commits(store, parts.config());
        this.writes =
                new ObjectWrites(
                        reads,
                        commits,
                        new Metadata(parts.clock(), parts.random()),
                        admissions,
                        parts.schemas(),
                        new ServiceAddresses(store, parts.config()));
        this.deletes = new ObjectDeletes(reads, commits, admissions, parts.clock());
        this.pods = new PodParts(writes, deletes);
    }

    @Override
    public KindRegistry kinds() {
        return kinds;
    }

    @Override
    public long revision() {
        return store.revision();
    }

    @Override
    public StoredObject get(Caller caller, Target target) {
        StoredObject object = reads.get(target);
        if (target.subresource().equals(Target.SCALE)) {
            return scaleOf(target, object);
        }
        return object;
    }

    @Override
    public ObjectList list(Caller caller, KindDefinition kind, ListOptions options) {
        return reads.list(kind, options);
    }

    @Override
    public ObjectWatch watch(Caller caller, KindDefinition kind, WatchOptions options) {
        Selection.checkFields(kind, options.fields());
        Selection selection =
                new Selection(options.namespace(), options.labels(), options.fields());
        String prefix = selection.prefix(kind);
        long since = ResourceVersions.parse(options.resourceVersion());
        reads.awaitRevision(since);
        if (since > 0 && !options.initialEvents()) {
            return watchFrom(prefix, since, selection, options, new ArrayDeque<>());
        }
        Snapshot<ObjectIndex> snapshot = store.snapshot();
        Deque<ObjectEvent> initial = new ArrayDeque<>();
        for (Entry<ObjectIndex> entry : reads.all(snapshot, kind, selection)) {
            initial.add(new ObjectEvent.Added(StoredObject.of(entry)));
        }
        if (options.initialEvents()) {
            initial.add(new ObjectEvent.Bookmark(snapshot.revision(), true));
        }
        return watchFrom(prefix, snapshot.revision(), selection, options, initial);
    }

    private ObjectWatch watchFrom(
            String prefix,
            long since,
            Selection selection,
            WatchOptions options,
            Deque<ObjectEvent> initial) {
        try {
            return new StoreObjectWatch(
                    store.watch(prefix, since), selection, options.bookmarks(), initial, since);
        } catch (CompactedException | StoreClosedException e) {
            throw Errors.ofStore(e);
        }
    }

    @Override
    public Written create(Caller caller, Target target, ObjectNode object, WriteOptions options) {
        if (target.subresource().isEmpty()) {
            return writes.create(caller, target, object, options);
        }
        return pods.create(caller, target, object, options);
    }

    @Override
    public Written replace(Caller caller, Target target, ObjectNode object, WriteOptions options) {
        return switch (target.subresource()) {
            case "", Target.STATUS -> replaceObject(caller, target, object, options);
            case Target.SCALE -> changeScale(caller, target, current -> object, options);
            case FINALIZE ->
                    writes.update(
                            caller,
                            target,
                            current -> Namespaces.finalized(current, object),
                            options);
            default -> throw Errors.methodNotAllowed(target, "update");
        };
    }

    private Written replaceObject(
            Caller caller, Target target, ObjectNode object, WriteOptions options) {
        requirePart(target);
        if (Trees.text(Metadata.of(object), "name").isEmpty()) {
            throw new ApiException(
                    Reason.INVALID,
                    target.kind().type().kind()
                            + " \"\" is invalid: metadata.name: Required value:"
                            + " name or generateName is required");
        }
        return writes.update(caller, target, current -> object.deepCopy(), options);
    }

    @Override
    public Written patch(Caller caller, Target target, Patch patch, WriteOptions options) {
        requirePart(target);
        if (target.subresource().equals(Target.SCALE)) {
            return changeScale(caller, target, scale -> Patches.apply(scale, patch, null), options);
        }
        @Nullable Schema schema = schemas.find(target.kind().type());
        return writes.update(
                caller, target, current -> Patches.apply(current, patch, schema), options);
    }

    private Written changeScale(
            Caller caller, Target target, ObjectWrites.Change change, WriteOptions options) {
        Written written =
                writes.update(
                        caller,
                        target.object(),
                        current -> {
                            ObjectNode scale = Scales.of(target, current);
                            return Scales.applied(target, current, change.apply(scale));
                        },
                        options);
        return new Written(scaleOf(target, written.object()), written.warnings());
    }

    private static StoredObject scaleOf(Target target, StoredObject object) {
        ObjectNode scale = Scales.of(target, object.tree());
        return StoredObject.computed(target.key(), scale, object.revision());
    }

    @Override
    public Removal delete(Caller caller, Target target, DeletePolicy policy) {
        if (!target.subresource().isEmpty()) {
            throw Errors.methodNotAllowed(target, "delete");
        }
        return deletes.delete(caller, target, policy);
    }

    @Override
    public List<StoredObject> deleteCollection(
            Caller caller, KindDefinition kind, ListOptions selection, DeletePolicy policy) {
        List<StoredObject> deleted = new ArrayList<>();
        for (StoredObject object : reads.list(kind, selection).items()) {
            try {
                Target target = Target.of(kind, object.key());
                deleted.add(deletes.delete(caller, target, policy).object());
            } catch (ApiException e) {
                if (e.reason() != Reason.NOT_FOUND) {
                    throw e;
                }
            }
        }
        return deleted;
    }

    private static void requirePart(Target target) {
        if (!target.subresource().isEmpty()
                && target.kind().subresource(target.subresource()) == null) {
            throw Errors.noSuchPart(target);
        }
    }
}
