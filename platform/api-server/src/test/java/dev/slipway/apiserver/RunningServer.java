package dev.slipway.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.AdmissionChain;
import dev.slipway.api.ApiConfig;
import dev.slipway.api.Authorizer;
import dev.slipway.api.BuiltInKinds;
import dev.slipway.api.BuiltInSchemas;
import dev.slipway.api.Caller;
import dev.slipway.api.KindDefinition;
import dev.slipway.api.KindRegistry;
import dev.slipway.api.KindSchemas;
import dev.slipway.api.ObjectApi;
import dev.slipway.api.ObjectIndex;
import dev.slipway.api.ObjectIndexer;
import dev.slipway.api.StoreBackedApi;
import dev.slipway.api.Target;
import dev.slipway.api.WriteOptions;
import dev.slipway.http.Authenticator;
import dev.slipway.http.ClientCertificates;
import dev.slipway.http.DoorConfig;
import dev.slipway.http.DoorLimits;
import dev.slipway.http.HttpDoor;
import dev.slipway.http.Kubeconfig;
import dev.slipway.http.Pki;
import dev.slipway.http.TokenFile;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.store.MemoryStore;
import dev.slipway.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// An API server over a store in memory, behind TLS on a free port, with a kubeconfig for its
/// administrator, and a user `ann` with the token `ann-token` who may read ConfigMaps.
final class RunningServer implements AutoCloseable {
    private static final BuiltInSchemas SCHEMAS = BuiltInSchemas.load();
    static final String ADMIN_TOKEN = "admin-token";
    static final String ANN_TOKEN = "ann-token";

    final ObjectApi api;
    final HttpDoor door;
    final Path kubeconfig;
    final Pki pki;
    private final Store<ObjectIndex> store;
    final ApiServer server;

    RunningServer(Path folder) {
        this(folder, ApiServerConfig.standard("test"), PodLogs.none(), ResourceUsage.none());
    }

    RunningServer(Path folder, ApiServerConfig config, PodLogs logs) {
        this(folder, config, logs, ResourceUsage.none());
    }

    RunningServer(Path folder, ApiServerConfig config, PodLogs logs, ResourceUsage usage) {
        KindRegistry kinds = BuiltInKinds.registry();
        store = MemoryStore.open(new ObjectIndexer(kinds));
        api =
                new StoreBackedApi(
                        store,
                        kinds,
                        new AdmissionChain(),
                        new StoreBackedApi.Parts(
                                ApiConfig.defaults(),
                                schemas(),
                                InstantSource.system(),
                                new SecureRandom()));
        pki = Pki.open(folder.resolve("pki"), Pki.localNames(), InstantSource.system());
        server =
                new ApiServer(
                        new ApiServer.Parts(
                                api,
                                RunningServer.authorizer(),
                                authenticator(folder),
                                SchemaDocuments.of(SCHEMAS),
                                logs,
                                usage,
                                InstantSource.system()),
                        config);
        DoorConfig standard = DoorConfig.api(0, pki);
        DoorLimits limits = standard.limits().withDrainTimeout(Duration.ofMillis(200));
        door =
                new HttpDoor(
                        new DoorConfig("API", "--api-port", "127.0.0.1", 0, pki, limits),
                        List.of(server.mount()));
        door.start();
        kubeconfig = folder.resolve("kubeconfig");
        Kubeconfig.write(kubeconfig, door.url(), pki);
        create("namespaces", "", "{\"metadata\":{\"name\":\"default\"}}");
    }

    private static KindSchemas schemas() {
        return SCHEMAS;
    }

    private static Authenticator authenticator(Path folder) {
        try {
            Path tokens = folder.resolve("tokens");
            Files.writeString(
                    tokens, ADMIN_TOKEN + ",root,0,system:masters\n" + ANN_TOKEN + ",ann,1,dev\n");
            return Authenticator.firstOf(List.of(new ClientCertificates(), TokenFile.read(tokens)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Authorizer authorizer() {
        return (caller, access) -> {
            boolean reads = List.of("get", "list", "watch").contains(access.verb());
            boolean allowed =
                    caller.isAdministrator() || (reads && access.resource().equals("configmaps"));
            return new Authorizer.Decision(allowed, "");
        };
    }

    ObjectNode create(String kind, String namespace, String json) {
        KindDefinition definition = api.kinds().findByName(kind);
        if (definition == null) {
            throw new IllegalArgumentException(kind);
        }
        ObjectNode tree = Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
        return api.create(
                        Caller.server(),
                        Target.of(definition, new ObjectKey(namespace, "")),
                        tree,
                        WriteOptions.by("test"))
                .object()
                .tree();
    }

    @Override
    public void close() {
        server.close();
        door.close();
        store.close();
    }
}
