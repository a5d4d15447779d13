package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.Cluster;
import dev.slipway.client.Kubeconfig;
import dev.slipway.client.ListQuery;
import dev.slipway.client.RemoteCluster;
import dev.slipway.client.Resources;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of the server at random moments while it writes: what was acknowledged is there
/// afterwards, and the pods have gone on. The number of kills is the system property
/// `slipway.kills`.
final class KilledServerTest {
    private static final int KILLS = Integer.getInteger("slipway.kills", 4);
    private static final int WRITERS = 8;
    private static final long SEED = 20261121;

    @TempDir Path home;

    /// Every write that was acknowledged: the value by the object's name.
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    @Test
    void acknowledgedWritesAndPodsSurvive() throws Exception {
        Random random = new Random(SEED);
        try (Slipway slipway = new Slipway(home).started()) {
            Inventory.deploy(slipway);
            Map<String, String> pods = containers(slipway);
            for (int round = 0; round < KILLS; round++) {
                killWhileWriting(slipway, round, 200 + random.nextInt(1_500));
                slipway.started();
                assertThat(stored(slipway)).as("round " + round).containsAllEntriesOf(acknowledged);
                Slipway.await(
                        () -> containers(slipway).equals(pods),
                        "the pods are not as they were: " + pods + ", now " + containers(slipway));
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(10 * KILLS);
    }

    private void killWhileWriting(Slipway slipway, int round, int afterMillis) throws Exception {
        try (ApiConnection api = connect(slipway)) {
            Resources<RawResource> configs =
                    new RemoteCluster(api).resources(Kinds.CONFIG_MAP.raw());
            List<Thread> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                String prefix = "round-" + round + "-writer-" + writer + "-";
                writers.add(Thread.ofVirtual().start(() -> write(configs, prefix)));
            }
            TimeUnit.MILLISECONDS.sleep(afterMillis);
            ProcessHandle server = slipway.serverProcess();
            server.destroyForcibly();
            server.onExit().get();
            for (Thread writer : writers) {
                writer.join();
            }
        }
    }

    /// Writes until the server is gone.
    private void write(Resources<RawResource> configs, String prefix) {
        for (int number = 0; ; number++) {
            String name = prefix + number;
            var tree = Json.object();
            tree.putObject("metadata").put("name", name).put("namespace", "default");
            tree.putObject("data").put("value", name.repeat(20));
            try {
                configs.create(RawResource.of(tree));
                acknowledged.put(name, name.repeat(20));
            } catch (ApiException gone) {
                return;
            }
        }
    }

    private static Map<String, String> stored(Slipway slipway) {
        Map<String, String> stored = new TreeMap<>();
        try (ApiConnection api = connect(slipway)) {
            Cluster cluster = new RemoteCluster(api);
            for (RawResource config :
                    cluster.resources(Kinds.CONFIG_MAP.raw())
                            .list(ListQuery.inNamespace("default"))
                            .items()) {
                stored.put(config.key().name(), config.tree().path("data").path("value").asText());
            }
        }
        return stored;
    }

    /// The container ids of all ready pods: a restart of a container would change its id.
    private static Map<String, String> containers(Slipway slipway) {
        Map<String, String> containers = new TreeMap<>();
        try (ApiConnection api = connect(slipway)) {
            Cluster cluster = new RemoteCluster(api);
            for (RawResource pod :
                    cluster.resources(Kinds.POD.raw()).list(ListQuery.all()).items()) {
                ObjectKey key = pod.key();
                JsonNode status = pod.tree().at("/status/containerStatuses/0");
                if (status.path("ready").asBoolean()) {
                    containers.put(key.name(), status.path("containerID").asText());
                }
            }
        }
        return containers;
    }

    private static ApiConnection connect(Slipway slipway) {
        return new ApiConnection(Kubeconfig.load(slipway.home().resolve("kubeconfig"), null));
    }
}
