package dev.slipway.benchmarks;

import dev.slipway.api.AdmissionChain;
import dev.slipway.api.ApiConfig;
import dev.slipway.api.BuiltInKinds;
import dev.slipway.api.BuiltInSchemas;
import dev.slipway.api.Caller;
import dev.slipway.api.KindDefinition;
import dev.slipway.api.KindRegistry;
import dev.slipway.api.ObjectApi;
import dev.slipway.api.ObjectIndex;
import dev.slipway.api.ObjectIndexer;
import dev.slipway.api.RbacAuthorizer;
import dev.slipway.api.StoreBackedApi;
import dev.slipway.api.Target;
import dev.slipway.api.WriteOptions;
import dev.slipway.apiserver.ApiServer;
import dev.slipway.apiserver.ApiServerConfig;
import dev.slipway.apiserver.PodLogs;
import dev.slipway.apiserver.ResourceUsage;
import dev.slipway.apiserver.SchemaDocuments;
import dev.slipway.http.DoorConfig;
import dev.slipway.http.HttpDoor;
import dev.slipway.http.Pki;
import dev.slipway.http.TokenFile;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.store.SqliteStore;
import dev.slipway.store.Store;
import dev.slipway.store.StoreConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// The program that is measured: the API with its schemas, over TLS, on a store on disk, and
/// nothing else. Writes its port to `port` in its folder and runs until it is stopped.
final class ApiUnderTest {
    static final String TOKEN = "benchmark";

    private ApiUnderTest() {}

    /// Arguments: the folder, and how many pods there are to be.
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        KindRegistry kinds = BuiltInKinds.registry();
        Store<ObjectIndex> store =
                SqliteStore.open(
                        folder.resolve("store"), new ObjectIndexer(kinds), StoreConfig.defaults());
        BuiltInSchemas schemas = BuiltInSchemas.load();
        ObjectApi api =
                new StoreBackedApi(
                        store,
                        kinds,
                        new AdmissionChain(),
                        new StoreBackedApi.Parts(
                                ApiConfig.defaults(),
                                schemas,
                                InstantSource.system(),
                                new SecureRandom()));
        fill(api, Integer.parseInt(args[1]));
        Pki pki = Pki.open(folder.resolve("pki"), Pki.localNames(), InstantSource.system());
        Path tokens = folder.resolve("tokens");
        Files.writeString(tokens, TOKEN + ",benchmark,1,system:masters\n");
        ApiServer server =
                new ApiServer(
                        new ApiServer.Parts(
                                api,
                                new RbacAuthorizer(api),
                                TokenFile.read(tokens),
                                SchemaDocuments.of(schemas),
                                PodLogs.none(),
                                ResourceUsage.none(),
                                InstantSource.system()),
                        ApiServerConfig.standard("benchmark"));
        HttpDoor door = new HttpDoor(DoorConfig.api(0, pki), List.of(server.mount()));
        door.start();
        Path port = folder.resolve("port.new");
        Files.writeString(port, String.valueOf(door.port()));
        Files.move(port, folder.resolve("port"));
        Thread.currentThread().join();
    }

    private static void fill(ObjectApi api, int pods) {
        create(api, "namespaces", "", "{\"metadata\":{\"name\":\"default\"}}");
        for (int i = 0; i < pods; i++) {
            create(api, "pods", "default", pod(i));
        }
    }

    private static String pod(int number) {
        return """
        {"metadata":{"name":"pod-%d","labels":{"app":"shop","tier":"web"}},
         "spec":{"nodeName":"n1","containers":[{"name":"main","image":"host/shop:v1",
          "ports":[{"containerPort":8080}],"env":[{"name":"A","value":"b"}],
          "resources":{"limits":{"cpu":"1","memory":"256Mi"}}}]}}\
        """
                .formatted(number);
    }

    private static void create(ObjectApi api, String plural, String namespace, String json) {
        KindDefinition kind = api.kinds().findByName(plural);
        if (kind == null) {
            throw new IllegalStateException(plural + " are not served");
        }
        api.create(
                Caller.server(),
                Target.of(kind, new ObjectKey(namespace, "")),
                Json.parseObject(json.getBytes(StandardCharsets.UTF_8)),
                WriteOptions.by("benchmark"));
    }
}
