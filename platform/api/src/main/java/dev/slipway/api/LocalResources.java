package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.ListQuery;
import dev.slipway.client.ResourceList;
import dev.slipway.client.Resources;
import dev.slipway.client.Watch;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.FieldSelector;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One kind of the local cluster, read into the records of the caller's choice. Thread-safe.
final class LocalResources<T extends Resource> implements Resources<T> {
    private final ObjectApi api;
    private final Caller caller;
    private final Authorizer authorizer;
    private final KindDefinition definition;
    private final Kind<T> kind;
    private final WriteOptions options;

    LocalResources(
            ObjectApi api,
            Caller caller,
            Authorizer authorizer,
            KindDefinition definition,
            Kind<T> kind) {
        this.api = api;
        this.caller = caller;
        this.authorizer = authorizer;
        this.definition = definition;
        this.kind = kind;
        this.options = WriteOptions.by(caller.name());
    }

    @Override
    public Optional<T> find(ObjectKey key) {
        Target target = Target.of(definition, key);
        authorize(Access.toObject("get", target));
        try {
            return Optional.of(read(api.get(caller, target)));
        } catch (ApiException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public ResourceList<T> list(ListQuery query) {
        authorize(Access.toKind("list", definition, query.namespace()));
        ObjectList list = api.list(caller, definition, selection(query));
        List<T> items = new ArrayList<>(list.items().size());
        for (StoredObject object : list.items()) {
            items.add(read(object));
        }
        return new ResourceList<>(items, list.revision());
    }

    @Override
    public Watch<T> watch(ListQuery query, long fromRevision) {
        authorize(Access.toKind("watch", definition, query.namespace()));
        WatchOptions watching = WatchOptions.since(selection(query), fromRevision);
        return new LocalWatch<>(api.watch(caller, definition, watching), this::read);
    }

    @Override
    public T create(T object) {
        ObjectNode tree =
                object instanceof RawResource raw ? raw.tree().deepCopy() : Json.tree(object);
        String namespace = object.key().namespace();
        Target target = Target.of(definition, new ObjectKey(namespace, ""));
        authorize(Access.toObject("create", target));
        return read(api.create(caller, target, tree, options).object());
    }

    @Override
    public T patch(ObjectKey key, Patch patch) {
        Target target = Target.of(definition, key);
        authorize(Access.toObject("patch", target));
        return read(api.patch(caller, target, patch, options).object());
    }

    @Override
    public T patchStatus(ObjectKey key, Patch patch) {
        Target target = Target.status(definition, key);
        authorize(Access.toObject("patch", target));
        return read(api.patch(caller, target, patch, options).object());
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions deletion) {
        Target target = Target.of(definition, key);
        authorize(Access.toObject("delete", target));
        try {
            api.delete(caller, target, policy(deletion));
        } catch (ApiException e) {
            boolean otherObject = deletion.uid() != null && e.reason() == Reason.CONFLICT;
            if (e.reason() != Reason.NOT_FOUND && !otherObject) {
                throw e;
            }
        }
    }

    private static DeletePolicy policy(DeleteOptions deletion) {
        DeletePolicy.Propagation propagation =
                switch (deletion.propagation()) {
                    case BACKGROUND -> DeletePolicy.Propagation.BACKGROUND;
                    case FOREGROUND -> DeletePolicy.Propagation.FOREGROUND;
                    case ORPHAN -> DeletePolicy.Propagation.ORPHAN;
                };
        @Nullable Duration grace = deletion.gracePeriod();
        Long graceSeconds = grace == null ? null : grace.toSeconds();
        return new DeletePolicy(deletion.uid(), null, graceSeconds, propagation, false);
    }

    private static ListOptions selection(ListQuery query) {
        return ListOptions.of(query.namespace(), query.labels(), fields(query));
    }

    private static FieldSelector fields(ListQuery query) {
        List<FieldSelector.Requirement> wanted = new ArrayList<>();
        query.fields()
                .forEach((path, value) ->
                        wanted.add(new FieldSelector.Requirement(path, true, value)));
        return new FieldSelector(wanted);
    }

    private T read(StoredObject object) {
        if (kind.recordType() == RawResource.class) {
            return kind.recordType().cast(RawResource.of(object.tree()));
        }
        return Json.read(object.bytes(), kind.recordType());
    }

    private void authorize(Access access) {
        Authorizer.Decision decision = authorizer.decide(caller, access);
        if (!decision.allowed()) {
            throw Errors.denied(caller, access, definition, decision.reason());
        }
    }
}
