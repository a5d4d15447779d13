package dev.slipway.controller;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Resources;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.OwnerReference;
import dev.slipway.model.Patch;
import dev.slipway.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The objects that belong to an owner by its selector: adopts those that match and have nobody,
/// releases those that it manages but that match no longer. Thread-safe.
public final class OwnedObjects<T extends Resource> {
    private static final String ORPHANS = "orphans";

    private final Kind<?> ownerKind;
    private final Resources<? extends Resource> owners;
    private final Informer<T> informer;
    private final Resources<T> resources;

    /// To be made before the informer starts. `owners` is asked, past all caches, whether an owner
    /// still lives before it adopts.
    public OwnedObjects(
            Kind<?> ownerKind,
            Resources<? extends Resource> owners,
            Informer<T> informer,
            Resources<T> resources) {
        this.ownerKind = requireNonNull(ownerKind, "ownerKind");
        this.owners = requireNonNull(owners, "owners");
        this.informer = requireNonNull(informer, "informer");
        this.resources = requireNonNull(resources, "resources");
        informer.addIndex(
                ORPHANS,
                object ->
                        object.metadata().controller() == null
                                ? List.of(object.key().namespace())
                                : List.of());
    }

    /// The objects that belong to `owner` now. An owner that is being deleted neither adopts nor
    /// releases.
    public List<T> claim(ObjectMeta owner, LabelSelector selector) {
        List<T> claimed = new ArrayList<>();
        for (T object : informer.byIndex(Informer.BY_CONTROLLER, owner.storedUid())) {
            if (owner.isBeingDeleted() || selector.matches(object.metadata().labels())) {
                claimed.add(object);
            } else {
                release(owner, object);
            }
        }
        if (owner.isBeingDeleted()) {
            return claimed;
        }
        BooleanSupplier lives = once(() -> isAlive(owner));
        for (T orphan : informer.byIndex(ORPHANS, owner.key().namespace())) {
            if (!orphan.metadata().isBeingDeleted()
                    && selector.matches(orphan.metadata().labels())
                    && lives.getAsBoolean()
                    && adopt(owner, orphan)) {
                claimed.add(orphan);
            }
        }
        return claimed;
    }

    private boolean isAlive(ObjectMeta owner) {
        return owners.find(owner.key())
                .map(Resource::metadata)
                .filter(now -> owner.storedUid().equals(now.uid()) && !now.isBeingDeleted())
                .isPresent();
    }

    private boolean adopt(ObjectMeta owner, T orphan) {
        List<OwnerReference> references = new ArrayList<>(orphan.metadata().ownerReferences());
        references.removeIf(reference -> reference.uid().equals(owner.uid()));
        references.add(OwnerReference.controlledBy(ownerKind, owner));
        return change(orphan, references);
    }

    private void release(ObjectMeta owner, T object) {
        if (object.metadata().isBeingDeleted()) {
            return;
        }
        List<OwnerReference> references = new ArrayList<>(object.metadata().ownerReferences());
        references.removeIf(reference -> reference.uid().equals(owner.uid()));
        change(object, references);
    }

    /// False if the object is gone. A conflict is thrown: the caller's cache was stale.
    private boolean change(T object, List<OwnerReference> references) {
        ObjectNode metadata = Json.object();
        metadata.put("uid", object.metadata().storedUid());
        metadata.put("resourceVersion", object.metadata().resourceVersion());
        ArrayNode list = metadata.putArray("ownerReferences");
        references.forEach(reference -> list.add(Json.tree(reference)));
        try {
            resources.patch(object.key(), new Patch.MergePatch(wrapped(metadata)));
            return true;
        } catch (ApiException e) {
            if (e.reason() == ApiException.Reason.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private static ObjectNode wrapped(ObjectNode metadata) {
        ObjectNode patch = Json.object();
        patch.set("metadata", metadata);
        return patch;
    }

    private static BooleanSupplier once(BooleanSupplier question) {
        return new BooleanSupplier() {
            private boolean asked;
            private boolean answer;

            @Override
            public boolean getAsBoolean() {
                if (!asked) {
                    answer = question.getAsBoolean();
                    asked = true;
                }
                return answer;
            }
        };
    }
}
