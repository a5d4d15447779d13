package dev.slipway.client;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.Resource;
import java.util.Optional;

/// The objects of one kind. Every method throws [dev.slipway.model.ApiException] when the API
/// refuses; calls block until the change is durable. Thread-safe.
///
/// There is no `update`: a record holds only the fields its reader uses, so writing it back whole
/// would lose the others. Change the fields you own with a patch.
public interface Resources<T extends Resource> {
    Optional<T> find(ObjectKey key);

    /// One consistent snapshot of the objects chosen.
    ResourceList<T> list(ListQuery query);

    /// Every change after `fromRevision` to the objects chosen by `query`, in order. An object that
    /// comes to match is `Added`, one that ceases to is `Deleted`.
    Watch<T> watch(ListQuery query, long fromRevision);

    T create(T object);

    T patch(ObjectKey key, Patch patch);

    /// Changes the `status` only; everything else in the patch is ignored.
    T patchStatus(ObjectKey key, Patch patch);

    /// Succeeds if the object is gone already, or is a different one than `options` names.
    void delete(ObjectKey key, DeleteOptions options);
}
