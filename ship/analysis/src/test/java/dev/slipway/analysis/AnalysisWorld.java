package dev.slipway.analysis;

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
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.model.Kind;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.store.MemoryStore;
import dev.slipway.store.Store;
import java.util.Random;

/// A small cluster in simulated time with the real API, in which analyses are carried out.
final class AnalysisWorld implements AutoCloseable {
    final SimulatedTime time = new SimulatedTime();
    final Simulation simulation;
    final Cluster cluster;
    final AnalysisRunMaker maker;
    private final Store<ObjectIndex> store;

    AnalysisWorld() {
        KindRegistry kinds = BuiltInKinds.registry();
        store = MemoryStore.open(new ObjectIndexer(kinds));
        StoreBackedApi api =
                new StoreBackedApi(
                        store,
                        kinds,
                        new AdmissionChain(),
                        new StoreBackedApi.Parts(
                                ApiConfig.defaults(), KindSchemas.NONE, time::now, new Random(1)));
        cluster = new LocalCluster(api, Caller.server());
        simulation = new Simulation(time, 1);
        Informers informers = simulation.add(new Informers(cluster, time));
        maker = new AnalysisRunMaker(informers);
        create("{apiVersion: v1, kind: Namespace, metadata: {name: default}}");
    }

    RawResource create(String yaml) {
        RawResource object = RawResource.of(Yaml.parse(yaml, "test").getFirst().object());
        for (Kind<?> kind : Kinds.all()) {
            if (kind.type().equals(object.type())) {
                return cluster.resources(kind.raw()).create(object);
            }
        }
        throw new IllegalArgumentException("Unknown kind " + object.type());
    }

    @Override
    public void close() {
        store.close();
    }
}
