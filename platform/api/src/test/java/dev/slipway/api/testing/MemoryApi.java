package dev.slipway.api.testing;

import dev.slipway.api.AdmissionChain;
import dev.slipway.api.ApiConfig;
import dev.slipway.api.BuiltInKinds;
import dev.slipway.api.Caller;
import dev.slipway.api.KindRegistry;
import dev.slipway.api.KindSchemas;
import dev.slipway.api.LocalCluster;
import dev.slipway.api.ObjectIndex;
import dev.slipway.api.ObjectIndexer;
import dev.slipway.api.StoreBackedApi;
import dev.slipway.client.Cluster;
import dev.slipway.store.MemoryStore;
import dev.slipway.store.Store;
import java.time.InstantSource;
import java.util.Random;

/// The real API with the built-in kinds over a store in memory: what a test of controllers stands
/// on. The names it gives follow from the seed. Thread-safe.
public final class MemoryApi implements AutoCloseable {
    private final Store<ObjectIndex> store;
    private final StoreBackedApi api;

    private MemoryApi(
            KindSchemas schemas, AdmissionChain admissions, InstantSource now, long seed) {
        KindRegistry kinds = BuiltInKinds.registry();
        store = MemoryStore.open(new ObjectIndexer(kinds));
        api =
                new StoreBackedApi(
                        store,
                        kinds,
                        admissions,
                        new StoreBackedApi.Parts(
                                ApiConfig.defaults(), schemas, now, new Random(seed)));
    }

    /// Without schemas, which saves their loading; everything that the rules allow is admitted.
    public static MemoryApi open(InstantSource now, long seed) {
        return open(KindSchemas.NONE, new AdmissionChain(), now, seed);
    }

    public static MemoryApi open(
            KindSchemas schemas, AdmissionChain admissions, InstantSource now, long seed) {
        return new MemoryApi(schemas, admissions, now, seed);
    }

    /// The cluster as the server itself sees it.
    public Cluster cluster() {
        return cluster(Caller.server());
    }

    public Cluster cluster(Caller caller) {
        return new LocalCluster(api, caller);
    }

    /// The number of the last write.
    public long revision() {
        return store.revision();
    }

    @Override
    public void close() {
        store.close();
    }
}
