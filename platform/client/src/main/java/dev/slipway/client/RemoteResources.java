package dev.slipway.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One kind of a remote cluster.
final class RemoteResources<T extends Resource> implements Resources<T> {
    private static final int PAGE_SIZE = 500;

    private final ApiConnection connection;
    private final Kind<T> kind;

    RemoteResources(ApiConnection connection, Kind<T> kind) {
        this.connection = connection;
        this.kind = kind;
    }

    @Override
    public Optional<T> find(ObjectKey key) {
        try {
            return Optional.of(read(Call.get(ResourcePaths.object(kind, key))));
        } catch (ApiException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public ResourceList<T> list(ListQuery query) {
        List<T> items = new ArrayList<>();
        String next = "";
        long revision;
        do {
            ObjectNode page = connection.send(Call.get(listPath(query, next))).json();
            for (JsonNode item : page.path("items")) {
                items.add(decode(item));
            }
            revision = page.path("metadata").path("resourceVersion").asLong();
            next = page.path("metadata").path("continue").asText("");
        } while (!next.isEmpty());
        return new ResourceList<>(items, revision);
    }

    @Override
    public Watch<T> watch(ListQuery query, long fromRevision) {
        int seconds =
                RemoteWatch.STREAM_SECONDS_MIN
                        + Math.floorMod(kind.hashCode(), RemoteWatch.STREAM_SECONDS_SPREAD);
        String path = ResourcePaths.collection(kind, query.namespace());
        return new RemoteWatch<>(
                revision ->
                        connection.stream(
                                Call.get(
                                        path
                                                + ResourcePaths.query(
                                                        query,
                                                        "watch=true",
                                                        "allowWatchBookmarks=true",
                                                        "timeoutSeconds=" + seconds,
                                                        "resourceVersion=" + revision))),
                fromRevision,
                this::decode,
                System::nanoTime);
    }

    @Override
    public T create(T object) {
        ObjectNode tree = encode(object);
        String path = ResourcePaths.collection(kind, object.key().namespace());
        return read(Call.send("POST", path, tree));
    }

    @Override
    public T patch(ObjectKey key, Patch patch) {
        return read(patchCall(ResourcePaths.object(kind, key), patch));
    }

    @Override
    public T patchStatus(ObjectKey key, Patch patch) {
        return read(patchCall(ResourcePaths.object(kind, key) + "/status", patch));
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        try {
            connection.send(Call.delete(ResourcePaths.object(kind, key), body(options)));
        } catch (ApiException e) {
            boolean otherObject = options.uid() != null && e.reason() == Reason.CONFLICT;
            if (e.reason() != Reason.NOT_FOUND && !otherObject) {
                throw e;
            }
        }
    }

    private String listPath(ListQuery query, String next) {
        String page = "limit=" + PAGE_SIZE;
        String path = ResourcePaths.collection(kind, query.namespace());
        return next.isEmpty()
                ? path + ResourcePaths.query(query, page)
                : path + ResourcePaths.query(query, page, "continue=" + ResourcePaths.encode(next));
    }

    private T read(Call call) {
        return decode(connection.send(call).json());
    }

    private T decode(JsonNode tree) {
        ObjectNode object = (ObjectNode) tree;
        if (kind.recordType() != RawResource.class) {
            return Json.convert(object, kind.recordType());
        }
        object.put("apiVersion", kind.type().apiVersion()).put("kind", kind.type().kind());
        return kind.recordType().cast(RawResource.of(object));
    }

    private ObjectNode encode(T object) {
        ObjectNode tree =
                object instanceof RawResource raw ? raw.tree().deepCopy() : Json.tree(object);
        return tree.put("apiVersion", kind.type().apiVersion()).put("kind", kind.type().kind());
    }

    private static Call patchCall(String path, Patch patch) {
        return switch (patch) {
            case Patch.JsonPatch(var operations) ->
                    Call.patch(path, "application/json-patch+json", operations);
            case Patch.MergePatch(var change) ->
                    Call.patch(path, "application/merge-patch+json", change);
            case Patch.StrategicMergePatch(var change) ->
                    Call.patch(path, "application/strategic-merge-patch+json", change);
        };
    }

    private static ObjectNode body(DeleteOptions options) {
        ObjectNode body = Json.object().put("apiVersion", "v1").put("kind", "DeleteOptions");
        body.put(
                "propagationPolicy",
                switch (options.propagation()) {
                    case BACKGROUND -> "Background";
                    case FOREGROUND -> "Foreground";
                    case ORPHAN -> "Orphan";
                });
        if (options.gracePeriod() != null) {
            body.put("gracePeriodSeconds", options.gracePeriod().toSeconds());
        }
        if (options.uid() != null) {
            body.putObject("preconditions").put("uid", options.uid());
        }
        return body;
    }
}
