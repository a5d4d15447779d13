package dev.slipway.server;

import dev.slipway.api.AdmissionChain;
import dev.slipway.api.ApiConfig;
import dev.slipway.api.AuthorStamp;
import dev.slipway.api.Bootstrap;
import dev.slipway.api.BuiltInKinds;
import dev.slipway.api.BuiltInSchemas;
import dev.slipway.api.Caller;
import dev.slipway.api.GrantGuard;
import dev.slipway.api.KindRegistry;
import dev.slipway.api.LocalCluster;
import dev.slipway.api.ObjectApi;
import dev.slipway.api.ObjectIndex;
import dev.slipway.api.ObjectIndexer;
import dev.slipway.api.RbacAuthorizer;
import dev.slipway.api.StoreBackedApi;
import dev.slipway.client.Cluster;
import dev.slipway.controller.Time;
import dev.slipway.http.Pki;
import dev.slipway.model.kinds.PolicyRule;
import dev.slipway.store.SqliteStore;
import dev.slipway.store.Store;
import dev.slipway.store.StoreConfig;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// What every capability stands on: certificates, the store, the API, and who may do what.
record Foundation(
        DataFolder folder,
        Pki pki,
        Time time,
        BuiltInSchemas schemas,
        ObjectApi api,
        RbacAuthorizer authorizer) {
    private static final String CONTROLLER = "system:controller:";

    static Foundation lay(DataFolder folder, Time time, Started started) {
        folder.create();
        Pki pki = Pki.open(folder.pki(), Pki.localNames(), InstantSource.system());
        KindRegistry kinds = BuiltInKinds.registry();
        Store<ObjectIndex> store =
                started.add(
                        SqliteStore.open(
                                folder.store(), new ObjectIndexer(kinds), StoreConfig.defaults()));
        BuiltInSchemas schemas = BuiltInSchemas.load();
        AdmissionChain admissions = new AdmissionChain();
        ObjectApi api =
                new StoreBackedApi(
                        store,
                        kinds,
                        admissions,
                        new StoreBackedApi.Parts(
                                ApiConfig.defaults(),
                                schemas,
                                InstantSource.system(),
                                new SecureRandom()));
        new Bootstrap(api).run();
        RbacAuthorizer authorizer = started.add(new RbacAuthorizer(api));
        admissions.add(new GrantGuard(authorizer));
        admissions.add(new AuthorStamp(InstantSource.system()));
        return new Foundation(folder, pki, time, schemas, api, authorizer);
    }

    /// The cluster as a component of the server may see it, with the rights given here.
    Cluster cluster(String component, List<PolicyRule> rules) {
        Caller caller = Caller.component(CONTROLLER + component);
        new Bootstrap(api).grant(caller, rules);
        return new LocalCluster(api, caller, authorizer);
    }

    /// The cluster as the server itself sees it, for local copies that several components share.
    Cluster wholeCluster() {
        return new LocalCluster(api, Caller.server());
    }
}
