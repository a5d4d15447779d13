package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Cause;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.ObjectKey;
import dev.slipway.store.Entry;
import dev.slipway.store.Snapshot;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The life of namespaces: what may be created in them, and when one may go. A namespace that is
/// deleted stays until the namespace controller has emptied it and taken its finalizer off.
final class Namespaces {
    static final String FINALIZER = "kubernetes";

    private static final String PREFIX = "core/namespaces//";
    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

    private Namespaces() {}

    static boolean isNamespace(KindDefinition kind) {
        return kind.storagePrefix().equals("core/namespaces/");
    }

    static void requireActive(Snapshot<ObjectIndex> snapshot, KindDefinition kind, ObjectKey key) {
        String namespace = key.namespace();
        Entry<ObjectIndex> entry = snapshot.find(PREFIX + namespace);
        if (entry == null) {
            throw new ApiException(
                    Reason.NOT_FOUND,
                    "namespaces \"" + namespace + "\" not found",
                    BuiltInKinds.NAMESPACE_TYPE,
                    ObjectKey.clusterWide(namespace),
                    List.of());
        }
        if (entry.index().beingDeleted()) {
            String why =
                    "unable to create new content in namespace "
                            + namespace
                            + " because it is being terminated";
            ApiException plain = Errors.forbidden(kind, key, why);
            String detail = "namespace " + namespace + " is being terminated";
            throw new ApiException(
                    Reason.FORBIDDEN,
                    String.valueOf(plain.getMessage()),
                    kind.type(),
                    key,
                    List.of(new Cause("metadata.namespace", "NamespaceTerminating", detail)));
        }
    }

    static void requireMortal(KindDefinition kind, ObjectKey key) {
        if (isNamespace(kind) && IMMORTAL.contains(key.name())) {
            throw Errors.forbidden(kind, key, "this namespace may not be deleted");
        }
    }

    /// Something still holds on to the object's specification (for namespaces, its content).
    static boolean isHeld(KindDefinition kind, ObjectNode object) {
        ObjectNode spec = isNamespace(kind) ? Trees.findObject(object, "spec") : null;
        return spec != null && !Trees.isEmptyArray(spec, Metadata.FINALIZERS);
    }

    static void markTerminating(KindDefinition kind, ObjectNode object) {
        if (isNamespace(kind)) {
            Trees.object(object, "status").put("phase", "Terminating");
        }
    }

    /// Takes over what the `finalize` subresource may change.
    static ObjectNode finalized(ObjectNode current, ObjectNode wanted) {
        @Nullable ObjectNode spec = Trees.findObject(wanted, "spec");
        var finalizers = spec == null ? null : spec.get(Metadata.FINALIZERS);
        Trees.setOrRemove(Trees.object(current, "spec"), Metadata.FINALIZERS, finalizers);
        return current;
    }
}
