package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import dev.slipway.store.Change;
import dev.slipway.store.ConflictException;
import dev.slipway.store.Entry;
import dev.slipway.store.Expected;
import dev.slipway.store.Store;
import dev.slipway.store.StoreClosedException;
import dev.slipway.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/// Writes trees to the store, encoded once, and says in the API's words why it could not.
/// Thread-safe.
final class Commits {
    private final Store<ObjectIndex> store;
    private final int sizeMax;

    Commits(Store<ObjectIndex> store, ApiConfig config) {
        this.store = store;
        this.sizeMax = config.objectSizeMax();
    }

    /// Null if there is such an object already.
    @Nullable StoredObject create(Target target, ObjectNode object) {
        return put(target, object, new Expected.Absent());
    }

    /// Null if the object was written since `before` was read.
    @Nullable StoredObject update(Target target, ObjectNode object, Entry<ObjectIndex> before) {
        return put(target, object, new Expected.Revision(before.revision()));
    }

    /// Null if the object was written since `before` was read, or is gone.
    @Nullable StoredObject delete(Target target, Entry<ObjectIndex> before) {
        try {
            Change<ObjectIndex> change =
                    store.delete(before.key(), new Expected.Revision(before.revision()));
            return change == null ? null : StoredObject.of(before, change.revision());
        } catch (ConflictException e) {
            return null;
        } catch (StoreUnavailableException | StoreClosedException e) {
            throw Errors.ofStore(e);
        }
    }

    private @Nullable StoredObject put(Target target, ObjectNode object, Expected expected) {
        byte[] value = Json.bytes(Trees.ordered(object));
        if (value.length > sizeMax) {
            throw new ApiException(
                    Reason.TOO_LARGE,
                    "the object has "
                            + value.length
                            + " bytes; at most "
                            + sizeMax
                            + " are allowed");
        }
        try {
            String key = StorageKeys.of(target.kind(), target.key());
            return StoredObject.of(store.put(key, value, expected));
        } catch (ConflictException e) {
            return null;
        } catch (StoreUnavailableException | StoreClosedException e) {
            throw Errors.ofStore(e);
        }
    }
}
