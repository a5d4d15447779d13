package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.ListQuery;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.store.SqliteStore;
import dev.slipway.store.Store;
import dev.slipway.store.StoreConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteApiTest {
    @TempDir private Path folder;

    @Test
    void servesTheSameObjectsAfterARestart() {
        String uid;
        long revision;
        try (Store<ObjectIndex> store = open()) {
            ObjectApi api = api(store);
            new Bootstrap(api).run();
            ConfigMap written =
                    new LocalCluster(api, Caller.server())
                            .resources(Kinds.CONFIG_MAP)
                            .create(
                                    Json.convert(
                                            TestApi.json(
"""
{"metadata":{"name":"a","namespace":"default","labels":{"a":"b"}},
 "data":{"k":"ü"}}
"""),
                                            ConfigMap.class));
            uid = written.metadata().storedUid();
            revision = api.revision();
        }
        try (Store<ObjectIndex> store = open()) {
            ObjectApi api = api(store);
            new Bootstrap(api).run();

            ConfigMap read =
                    new LocalCluster(api, Caller.server())
                            .resources(Kinds.CONFIG_MAP)
                            .find(new ObjectKey("default", "a"))
                            .orElseThrow();

            assertThat(read.metadata().uid()).isEqualTo(uid);
            assertThat(read.metadata().labels()).containsEntry("a", "b");
            assertThat(read.data()).containsEntry("k", "ü");
            assertThat(api.revision()).as("bootstrap writes nothing twice").isEqualTo(revision);
            assertThat(
                            new LocalCluster(api, Caller.server())
                                    .resources(Kinds.NAMESPACE)
                                    .list(ListQuery.all())
                                    .items())
                    .hasSize(4);
        }
    }

    private Store<ObjectIndex> open() {
        ObjectIndexer indexer = new ObjectIndexer(BuiltInKinds.registry());
        return SqliteStore.open(folder, indexer, StoreConfig.defaults());
    }

    private static ObjectApi api(Store<ObjectIndex> store) {
        return new StoreBackedApi(
                store,
                BuiltInKinds.registry(),
                new AdmissionChain(),
                new StoreBackedApi.Parts(
                        ApiConfig.defaults(),
                        KindSchemas.NONE,
                        InstantSource.fixed(TestApi.NOW),
                        new SecureRandom()));
    }
}
