package dev.slipway.controller.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.ListQuery;
import dev.slipway.client.ResourceList;
import dev.slipway.client.Resources;
import dev.slipway.client.Watch;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One kind of a [MemoryCluster]. Thread-safe: every call holds the cluster's lock.
final class MemoryResources<T extends Resource> implements Resources<T> {
    private static final int GRACE_PERIOD_SECONDS = 30;

    private final MemoryCluster cluster;
    private final Kind<T> kind;

    MemoryResources(MemoryCluster cluster, Kind<T> kind) {
        this.cluster = cluster;
        this.kind = kind;
    }

    @Override
    public Optional<T> find(ObjectKey key) {
        synchronized (cluster) {
            ObjectNode found = cluster.objects(kind).get(key.toString());
            return found == null ? Optional.empty() : Optional.of(read(found));
        }
    }

    @Override
    public ResourceList<T> list(ListQuery query) {
        synchronized (cluster) {
            List<T> items = new ArrayList<>();
            for (ObjectNode object : cluster.objects(kind).values()) {
                if (matches(query, object)) {
                    items.add(read(object));
                }
            }
            items.sort((a, b) -> a.key().compareTo(b.key()));
            return new ResourceList<>(items, cluster.revision());
        }
    }

    @Override
    public Watch<T> watch(ListQuery query, long fromRevision) {
        return new MemoryWatch<>(cluster, this, MemoryCluster.id(kind), query, fromRevision);
    }

    @Override
    public T create(T object) {
        ObjectNode tree = object instanceof RawResource raw ? raw.tree().deepCopy() : tree(object);
        ObjectNode metadata = MemoryCluster.metadata(tree);
        synchronized (cluster) {
            if (!metadata.has("name")) {
                metadata.put(
                        "name", metadata.path("generateName").asText() + (cluster.revision() + 1));
            }
            ObjectKey key = read(tree).key();
            if (cluster.objects(kind).containsKey(key.toString())) {
                throw ApiException.alreadyExists(kind, key);
            }
            metadata.put("uid", new UUID(0, cluster.revision() + 1).toString());
            metadata.put("creationTimestamp", Json.time(cluster.time().now()));
            metadata.put("generation", 1);
            cluster.commit(kind, key.toString(), null, tree);
            return read(tree);
        }
    }

    @Override
    public T patch(ObjectKey key, Patch patch) {
        return patch(key, patch, false);
    }

    @Override
    public T patchStatus(ObjectKey key, Patch patch) {
        return patch(key, patch, true);
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        synchronized (cluster) {
            ObjectNode before = cluster.objects(kind).get(key.toString());
            if (before == null) {
                return;
            }
            JsonNode metadata = before.path("metadata");
            if (options.uid() != null && !options.uid().equals(metadata.path("uid").asText())) {
                return;
            }
            ObjectNode after = before.deepCopy();
            addFinalizer(after, options.propagation());
            Duration grace = gracePeriod(before, options);
            if (grace.isZero() && MemoryCluster.metadata(after).path("finalizers").isEmpty()) {
                cluster.commit(kind, key.toString(), before, null);
            } else if (!metadata.has("deletionTimestamp")) {
                MemoryCluster.metadata(after)
                        .put("deletionTimestamp", Json.time(cluster.time().now().plus(grace)))
                        .put("deletionGracePeriodSeconds", grace.toSeconds());
                cluster.commit(kind, key.toString(), before, after);
            }
        }
    }

    T read(ObjectNode tree) {
        if (kind.recordType() == RawResource.class) {
            return kind.recordType().cast(RawResource.of(tree));
        }
        return Json.convert(tree, kind.recordType());
    }

    boolean matches(ListQuery query, ObjectNode object) {
        ObjectMeta metadata = Json.convert(object.path("metadata"), ObjectMeta.class);
        LabelSelector labels = query.labels();
        if (!query.namespace().isEmpty() && !query.namespace().equals(metadata.key().namespace())) {
            return false;
        }
        for (Map.Entry<String, String> field : query.fields().entrySet()) {
            JsonNode value = object.at("/" + field.getKey().replace('.', '/'));
            if (!value.asText("").equals(field.getValue())) {
                return false;
            }
        }
        return labels.matches(metadata.labels());
    }

    private ObjectNode tree(T object) {
        ObjectNode tree = Json.tree(object);
        tree.put("apiVersion", kind.type().apiVersion());
        tree.put("kind", kind.type().kind());
        return tree;
    }

    private T patch(ObjectKey key, Patch patch, boolean status) {
        if (!(patch instanceof Patch.MergePatch(JsonNode change))) {
            throw ApiException.badRequest("Only merge patches are understood here");
        }
        synchronized (cluster) {
            ObjectNode before = cluster.objects(kind).get(key.toString());
            if (before == null) {
                throw ApiException.notFound(kind, key);
            }
            checkPrecondition(key, before, change.path("metadata"), "resourceVersion");
            checkPrecondition(key, before, change.path("metadata"), "uid");
            ObjectNode after = patched(before, change, status);
            if (after.equals(before)) {
                return read(before);
            }
            boolean gone =
                    after.path("metadata").has("deletionTimestamp")
                            && before.path("metadata").path("finalizers").size() > 0
                            && after.path("metadata").path("finalizers").isEmpty()
                            && gracePeriod(after, DeleteOptions.background()).isZero();
            cluster.commit(kind, key.toString(), before, gone ? null : after);
            return read(after);
        }
    }

    private static ObjectNode patched(ObjectNode before, JsonNode change, boolean status) {
        ObjectNode after = before.deepCopy();
        if (status) {
            ObjectNode only = Json.object();
            only.set("status", change.path("status"));
            merge(after, only);
            return after;
        }
        merge(after, change);
        if (before.has("status")) {
            after.set("status", before.get("status"));
        } else {
            after.remove("status");
        }
        if (!after.path("spec").equals(before.path("spec"))) {
            ObjectNode metadata = MemoryCluster.metadata(after);
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
        return after;
    }

    private void checkPrecondition(
            ObjectKey key, ObjectNode before, JsonNode metadata, String field) {
        if (metadata.has(field) && !metadata.get(field).equals(before.at("/metadata/" + field))) {
            throw ApiException.conflict(kind, key);
        }
    }

    private static void merge(ObjectNode target, JsonNode change) {
        change.properties()
                .forEach(entry -> {
                    JsonNode value = entry.getValue();
                    if (value.isNull()) {
                        target.remove(entry.getKey());
                    } else if (value.isObject()) {
                        JsonNode old = target.get(entry.getKey());
                        ObjectNode inner =
                                old instanceof ObjectNode known
                                        ? known
                                        : target.putObject(entry.getKey());
                        merge(inner, value);
                    } else {
                        target.set(entry.getKey(), value);
                    }
                });
    }

    private static void addFinalizer(ObjectNode object, DeleteOptions.Propagation propagation) {
        String finalizer =
                switch (propagation) {
                    case BACKGROUND -> null;
                    case FOREGROUND -> "foregroundDeletion";
                    case ORPHAN -> "orphan";
                };
        if (finalizer != null) {
            addFinalizer(object, finalizer);
        }
    }

    private static void addFinalizer(ObjectNode object, String finalizer) {
        ArrayNode finalizers = MemoryCluster.metadata(object).withArrayProperty("finalizers");
        for (JsonNode present : finalizers) {
            if (present.asText().equals(finalizer)) {
                return;
            }
        }
        finalizers.add(finalizer);
    }

    /// Pods on a node end gracefully, everything else at once.
    private Duration gracePeriod(ObjectNode object, @Nullable DeleteOptions options) {
        boolean onNode = !object.at("/spec/nodeName").asText("").isEmpty();
        String phase = object.at("/status/phase").asText("");
        if (!kind.plural().equals("pods")
                || !onNode
                || phase.equals("Succeeded")
                || phase.equals("Failed")) {
            return Duration.ZERO;
        }
        if (options != null && options.gracePeriod() != null) {
            return options.gracePeriod();
        }
        return Duration.ofSeconds(
                object.at("/spec/terminationGracePeriodSeconds").asLong(GRACE_PERIOD_SECONDS));
    }
}
