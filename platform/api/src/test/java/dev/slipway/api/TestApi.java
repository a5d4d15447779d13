package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.store.MemoryStore;
import dev.slipway.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// An API over a store in memory, with the namespace `default`, at a fixed time. Used by one test.
final class TestApi implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Caller ALICE = new Caller("alice", "1", List.of("system:authenticated"));

    final KindRegistry kinds = BuiltInKinds.registry();
    final AdmissionChain admissions = new AdmissionChain();
    final Store<ObjectIndex> store;
    final ObjectApi api;

    TestApi() {
        this(BuiltInSchemas.load());
    }

    TestApi(KindSchemas schemas) {
        store = MemoryStore.open(new ObjectIndexer(kinds));
        api =
                new StoreBackedApi(
                        store,
                        kinds,
                        admissions,
                        new StoreBackedApi.Parts(
                                ApiConfig.defaults(),
                                schemas,
                                InstantSource.fixed(NOW),
                                new SecureRandom()));
        create("namespaces", "{\"metadata\":{\"name\":\"default\"}}");
    }

    KindDefinition kind(String name) {
        KindDefinition kind = kinds.findByName(name);
        if (kind == null) {
            throw new IllegalArgumentException(name);
        }
        return kind;
    }

    Target target(String kind, String name) {
        return Target.of(kind(kind), key(kind, name));
    }

    Target part(String kind, String name, String subresource) {
        return new Target(kind(kind), key(kind, name), subresource);
    }

    private ObjectKey key(String kind, String name) {
        return new ObjectKey(kind(kind).namespaced() ? "default" : "", name);
    }

    ObjectNode create(String kind, String json) {
        return api.create(ALICE, target(kind, ""), json(json), WriteOptions.defaults())
                .object()
                .tree();
    }

    ObjectNode get(String kind, String name) {
        return api.get(ALICE, target(kind, name)).tree();
    }

    ObjectNode replace(Target target, String json) {
        return api.replace(ALICE, target, json(json), WriteOptions.defaults()).object().tree();
    }

    ObjectNode merge(Target target, String json) {
        return api.patch(ALICE, target, new Patch.MergePatch(json(json)), WriteOptions.defaults())
                .object()
                .tree();
    }

    Removal delete(String kind, String name) {
        return api.delete(ALICE, target(kind, name), DeletePolicy.defaults());
    }

    static ObjectNode json(String text) {
        return Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        store.close();
    }
}
