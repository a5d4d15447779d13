package dev.slipway.workloads;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.controller.Informer;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.OwnerReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who owns whom, by uid, over all kinds, as informers tell it. Thread-safe.
final class OwnershipGraph {
    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    /// One object. It is as old as the cache.
    record Node(Kind<OwnedThing> kind, OwnedThing object) {
        String uid() {
            return object.metadata().storedUid();
        }

        ObjectKey key() {
            return object.key();
        }

        List<OwnerReference> owners() {
            return object.metadata().ownerReferences();
        }

        boolean isBeingDeleted() {
            return object.metadata().isBeingDeleted();
        }

        boolean hasFinalizer(String finalizer) {
            return object.metadata().finalizers().contains(finalizer);
        }

        /// Goes only after all that it owns.
        boolean waitsForDependents() {
            return isBeingDeleted() && hasFinalizer(FOREGROUND);
        }

        /// Nothing changed that matters to ownership.
        boolean isOwnedAs(Node other) {
            return isBeingDeleted() == other.isBeingDeleted()
                    && owners().equals(other.owners())
                    && object.metadata().finalizers().equals(other.object.metadata().finalizers());
        }

        boolean blocks(String ownerUid) {
            for (OwnerReference owner : owners()) {
                if (owner.uid().equals(ownerUid)
                        && Boolean.TRUE.equals(owner.blockOwnerDeletion())) {
                    return true;
                }
            }
            return false;
        }
    }

    @GuardedBy("this")
    private final Map<String, Node> nodes = new HashMap<>();

    @GuardedBy("this")
    private final Map<String, Set<String>> dependents = new HashMap<>();

    /// Takes in a change and returns the uids of the objects to look at because of it.
    synchronized List<String> accept(Kind<OwnedThing> kind, Informer.Delta<OwnedThing> delta) {
        OwnedThing after = delta.after();
        String uid = delta.object().metadata().storedUid();
        Node before = nodes.get(uid);
        if (before != null) {
            unlink(before);
        }
        List<String> affected = new ArrayList<>();
        if (after == null) {
            nodes.remove(uid);
            affected.addAll(dependents.getOrDefault(uid, Set.of()));
        } else {
            Node node = new Node(kind, after);
            nodes.put(uid, node);
            for (OwnerReference owner : node.owners()) {
                dependents.computeIfAbsent(owner.uid(), _ -> new LinkedHashSet<>()).add(uid);
            }
            if (before != null && node.isOwnedAs(before)) {
                return List.of();
            }
            if (!node.owners().isEmpty() || node.isBeingDeleted()) {
                affected.add(uid);
            }
        }
        waiters(delta.object(), affected);
        return affected;
    }

    /// Owners that wait for their dependents look again when one of these changes.
    @GuardedBy("this")
    private void waiters(OwnedThing object, List<String> affected) {
        for (OwnerReference owner : object.metadata().ownerReferences()) {
            Node node = nodes.get(owner.uid());
            if (node != null && node.isBeingDeleted()) {
                affected.add(owner.uid());
            }
        }
    }

    synchronized @Nullable Node find(String uid) {
        return nodes.get(uid);
    }

    synchronized List<Node> dependents(String ownerUid) {
        List<Node> found = new ArrayList<>();
        for (String uid : dependents.getOrDefault(ownerUid, Set.of())) {
            Node node = nodes.get(uid);
            if (node != null) {
                found.add(node);
            }
        }
        return found;
    }

    @GuardedBy("this")
    private void unlink(Node node) {
        for (OwnerReference owner : node.owners()) {
            Set<String> owned = dependents.get(owner.uid());
            if (owned != null) {
                owned.remove(node.uid());
                if (owned.isEmpty()) {
                    dependents.remove(owner.uid());
                }
            }
        }
    }
}
