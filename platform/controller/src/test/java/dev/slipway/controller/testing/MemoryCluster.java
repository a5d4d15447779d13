package dev.slipway.controller.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.controller.Time;
import dev.slipway.model.Kind;
import dev.slipway.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A small cluster without disk, defaults and validation, for tests of modules that may not know
/// the real one. Understands merge patches, preconditions, generations, finalizers and the graceful
/// deletion of pods. Thread-safe.
public final class MemoryCluster implements Cluster {
    private final Time time;

    // Guarded by this.
    private final Map<String, TreeMap<String, ObjectNode>> objects = new TreeMap<>();
    private final List<Change> log = new ArrayList<>();
    private long compacted;

    public MemoryCluster(Time time) {
        this.time = time;
    }

    /// A change of one object; null before or after for creation or deletion.
    record Change(
            String kind,
            @org.jspecify.annotations.Nullable ObjectNode before,
            @org.jspecify.annotations.Nullable ObjectNode after,
            long revision) {}

    @Override
    public <T extends Resource> Resources<T> resources(Kind<T> kind) {
        return new MemoryResources<>(this, kind);
    }

    /// Forgets all changes so far: watches that are behind get `EXPIRED`.
    public synchronized void compact() {
        compacted = revision();
        notifyAll();
    }

    public synchronized long revision() {
        return log.size();
    }

    /// How often an object of that kind was created.
    public synchronized long creations(Kind<?> kind) {
        return log.stream()
                .filter(change -> change.kind.equals(id(kind)) && change.before == null)
                .count();
    }

    Time time() {
        return time;
    }

    synchronized Map<String, ObjectNode> objects(Kind<?> kind) {
        return objects.computeIfAbsent(id(kind), _ -> new TreeMap<>());
    }

    synchronized List<Change> changesAfter(long revision) {
        return List.copyOf(log.subList((int) revision, log.size()));
    }

    synchronized long compacted() {
        return compacted;
    }

    /// Stores `after` in place of `before` with a new revision.
    synchronized void commit(
            Kind<?> kind,
            String key,
            @org.jspecify.annotations.Nullable ObjectNode before,
            @org.jspecify.annotations.Nullable ObjectNode after) {
        long revision = log.size() + 1L;
        if (after == null) {
            objects(kind).remove(key);
        } else {
            metadata(after).put("resourceVersion", Long.toString(revision));
            objects(kind).put(key, after);
        }
        log.add(new Change(id(kind), before, after, revision));
        notifyAll();
    }

    static ObjectNode metadata(ObjectNode object) {
        JsonNode metadata = object.get("metadata");
        return metadata instanceof ObjectNode found ? found : object.putObject("metadata");
    }

    static String id(Kind<?> kind) {
        return kind.type().group() + "/" + kind.plural();
    }
}
