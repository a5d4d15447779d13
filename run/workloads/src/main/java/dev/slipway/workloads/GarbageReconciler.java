package dev.slipway.workloads;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.DeleteOptions.Propagation;
import dev.slipway.client.Resources;
import dev.slipway.controller.Controller;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.controller.Time;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.Patch;
import dev.slipway.workloads.OwnershipGraph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Deletes what belongs to nobody any more. Keys are uids.
///
/// An object with owner references lives as long as one of these owners does. An owner is gone only
/// if the cluster itself says so, not because a cache does not show it. An owner being deleted in
/// the foreground waits, by its finalizer, for the dependents that block it; one deleted as
/// `orphan` waits until its dependents are freed of it.
final class GarbageReconciler implements Reconciler {
    private static final String EVENTS = "events";
    private static final int WORKERS = 8;

    private final Cluster cluster;
    private final Time time;
    private final OwnershipGraph graph = new OwnershipGraph();
    private final Map<Kind<OwnedThing>, Informer<OwnedThing>> informers = new HashMap<>();

    /// Owner references name kinds by `apiVersion` and `kind`.
    private final Map<String, Kind<OwnedThing>> kinds = new HashMap<>();

    GarbageReconciler(Cluster cluster, Informers informers, List<Kind<?>> kinds, Time time) {
        this.cluster = cluster;
        this.time = time;
        for (Kind<?> kind : kinds) {
            Kind<OwnedThing> thin = OwnedThing.of(kind);
            this.kinds.put(kind.type().toString(), thin);
            if (!kind.plural().equals(EVENTS)) {
                this.informers.put(thin, informers.of(thin));
            }
        }
    }

    Controller controller() {
        Controller.Builder builder =
                Controller.named("garbage-collector", this, time).workers(WORKERS);
        informers.forEach((kind, informer) ->
                builder.onDelta(
                        informer,
                        delta ->
                                graph.accept(kind, delta).stream()
                                        .map(ObjectKey::clusterWide)
                                        .toList()));
        return builder.build();
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Node node = graph.find(key.name());
        if (node == null) {
            return Result.done();
        }
        if (node.isBeingDeleted()) {
            if (node.hasFinalizer(OwnershipGraph.ORPHAN)) {
                orphanDependents(node);
            } else if (node.waitsForDependents()) {
                deleteDependents(node);
            }
            return Result.done();
        }
        if (!node.owners().isEmpty()) {
            collect(node);
        }
        return Result.done();
    }

    private void collect(Node node) {
        List<OwnerReference> alive = new ArrayList<>();
        List<OwnerReference> waiting = new ArrayList<>();
        List<OwnerReference> gone = new ArrayList<>();
        for (OwnerReference owner : node.owners()) {
            switch (state(node, owner)) {
                case ALIVE -> alive.add(owner);
                case WAITING -> waiting.add(owner);
                case GONE -> gone.add(owner);
            }
        }
        if (!alive.isEmpty()) {
            if (!gone.isEmpty() || !waiting.isEmpty()) {
                keepOwners(node, owner -> alive.contains(owner));
            }
            return;
        }
        boolean ownsSomething = !graph.dependents(node.uid()).isEmpty();
        delete(node, !waiting.isEmpty() && ownsSomething);
    }

    private enum OwnerState {
        ALIVE,
        WAITING,
        GONE
    }

    private OwnerState state(Node node, OwnerReference owner) {
        Node known = graph.find(owner.uid());
        if (known != null) {
            return known.waitsForDependents() ? OwnerState.WAITING : OwnerState.ALIVE;
        }
        Kind<OwnedThing> kind = kinds.get(owner.apiVersion() + " " + owner.kind());
        if (kind == null || (kind.namespaced() && !node.kind().namespaced())) {
            // Of a kind that is not served here, or an impossible reference: not ours to judge.
            return OwnerState.ALIVE;
        }
        String namespace = kind.namespaced() ? node.key().namespace() : "";
        OwnedThing found =
                cluster.resources(kind).find(new ObjectKey(namespace, owner.name())).orElse(null);
        if (found == null || !owner.uid().equals(found.metadata().uid())) {
            return OwnerState.GONE;
        }
        return new Node(kind, found).waitsForDependents() ? OwnerState.WAITING : OwnerState.ALIVE;
    }

    private void delete(Node node, boolean foreground) {
        Propagation propagation = foreground ? Propagation.FOREGROUND : Propagation.BACKGROUND;
        if (node.hasFinalizer(OwnershipGraph.ORPHAN)) {
            propagation = Propagation.ORPHAN;
        } else if (node.hasFinalizer(OwnershipGraph.FOREGROUND)) {
            propagation = Propagation.FOREGROUND;
        }
        resources(node).delete(node.key(), new DeleteOptions(node.uid(), null, propagation));
    }

    /// The owner goes once no dependent blocks it any more.
    private void deleteDependents(Node owner) {
        boolean blocked = false;
        for (Node dependent : graph.dependents(owner.uid())) {
            if (!dependent.isBeingDeleted()) {
                collect(dependent);
            }
            blocked |= dependent.blocks(owner.uid());
        }
        if (!blocked) {
            removeFinalizer(owner, OwnershipGraph.FOREGROUND);
        }
    }

    private void orphanDependents(Node owner) {
        for (Node dependent : graph.dependents(owner.uid())) {
            keepOwners(dependent, reference -> !reference.uid().equals(owner.uid()));
        }
        removeFinalizer(owner, OwnershipGraph.ORPHAN);
    }

    private void keepOwners(Node node, Predicate<OwnerReference> kept) {
        ArrayNode owners = Json.object().putArray("ownerReferences");
        node.owners().stream().filter(kept).forEach(owner -> owners.add(Json.tree(owner)));
        patch(node, "ownerReferences", owners);
    }

    private void removeFinalizer(Node node, String finalizer) {
        ArrayNode finalizers = Json.object().putArray("finalizers");
        node.object().metadata().finalizers().stream()
                .filter(each -> !each.equals(finalizer))
                .forEach(finalizers::add);
        patch(node, "finalizers", finalizers);
    }

    /// Only if the object is as the graph knows it: the list is replaced whole.
    private void patch(Node node, String field, ArrayNode list) {
        ObjectNode metadata = Json.object();
        metadata.put("uid", node.uid());
        metadata.put("resourceVersion", node.object().metadata().resourceVersion());
        metadata.set(field, list);
        ObjectNode patch = Json.object();
        patch.set("metadata", metadata);
        try {
            resources(node).patch(node.key(), new Patch.MergePatch(patch));
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    private Resources<OwnedThing> resources(Node node) {
        return cluster.resources(node.kind());
    }
}
