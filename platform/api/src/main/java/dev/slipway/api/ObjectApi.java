package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Patch;
import java.util.List;

/// What the API means: the one entry for callers over HTTP and in process. Every method throws
/// [dev.slipway.model.ApiException] if it refuses; writes return once they are durable. It does not
/// ask whether the caller may: that is for the door ([Authorizer]). Trees handed in become the
/// API's own and must not be used afterwards. Thread-safe.
public interface ObjectApi {
    KindRegistry kinds();

    /// The newest revision that reads see.
    long revision();

    StoredObject get(Caller caller, Target target);

    ObjectList list(Caller caller, KindDefinition kind, ListOptions options);

    ObjectWatch watch(Caller caller, KindDefinition kind, WatchOptions options);

    /// Creates an object; `target` needs no name if the object has one or a `generateName`. With a
    /// subresource, does what that stands for: `binding`, `eviction`.
    Written create(Caller caller, Target target, ObjectNode object, WriteOptions options);

    /// Replaces an object, or its `status`, `scale` or `finalize` part. If `object` carries a
    /// `resourceVersion`, only that version.
    Written replace(Caller caller, Target target, ObjectNode object, WriteOptions options);

    Written patch(Caller caller, Target target, Patch patch, WriteOptions options);

    Removal delete(Caller caller, Target target, DeletePolicy policy);

    /// Deletes what `selection` chooses; returns what there was.
    List<StoredObject> deleteCollection(
            Caller caller, KindDefinition kind, ListOptions selection, DeletePolicy policy);
}
