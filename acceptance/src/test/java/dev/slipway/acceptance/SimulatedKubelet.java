package dev.slipway.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.ListQuery;
import dev.slipway.client.RemoteCluster;
import dev.slipway.client.Resources;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Scheduler and kubelet of a cluster without machines: every pod is bound to the one node, is
/// ready at once, and is gone as soon as it is to end. Runs on a thread of its own until it is
/// closed.
final class SimulatedKubelet implements AutoCloseable {
    private static final String NODE = "simulated";
    private static final Duration POLL = Duration.ofMillis(100);

    private final ApiConnection api;
    private final Resources<RawResource> pods;
    private final Thread thread;
    private volatile boolean closed;
    private int addresses;

    SimulatedKubelet(ApiConnection api) {
        this.api = api;
        Cluster cluster = new RemoteCluster(api);
        this.pods = cluster.resources(Kinds.POD.raw());
        ObjectNode node = Json.object().put("apiVersion", "v1").put("kind", "Node");
        node.putObject("metadata").put("name", NODE);
        cluster.resources(Kinds.NODE.raw()).create(RawResource.of(node));
        this.thread = Thread.ofVirtual().name("simulated-kubelet").start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                for (RawResource pod : pods.list(ListQuery.all()).items()) {
                    advance(pod);
                }
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private void advance(RawResource pod) {
        try {
            if (pod.metadata().isBeingDeleted()) {
                pods.delete(pod.key(), DeleteOptions.background().withGracePeriod(Duration.ZERO));
            } else if (pod.tree().at("/spec/nodeName").asText("").isEmpty()) {
                bind(pod);
            } else if (!pod.tree().at("/status/phase").asText("").equals("Running")) {
                pods.patchStatus(pod.key(), new Patch.MergePatch(running(pod)));
            }
        } catch (ApiException changedMeanwhile) {
            // The next look sees what it is now.
            Thread.onSpinWait();
        }
    }

    private void bind(RawResource pod) {
        ObjectNode binding = Json.object().put("apiVersion", "v1").put("kind", "Binding");
        binding.putObject("metadata").put("name", pod.key().name());
        binding.putObject("target").put("apiVersion", "v1").put("kind", "Node").put("name", NODE);
        String path =
                "/api/v1/namespaces/"
                        + pod.key().namespace()
                        + "/pods/"
                        + pod.key().name()
                        + "/binding";
        api.send(ApiConnection.Call.send("POST", path, binding));
    }

    private ObjectNode running(RawResource pod) {
        addresses++;
        String address = "10.1." + addresses / 250 + "." + (1 + addresses % 250);
        String now = Json.time(Instant.now());
        ObjectNode change = Json.object();
        ObjectNode status = change.putObject("status").put("phase", "Running");
        status.put("podIP", address).putArray("podIPs").addObject().put("ip", address);
        for (String type : new String[] {"Ready", "ContainersReady", "PodScheduled"}) {
            status.withArray("/conditions")
                    .addObject()
                    .put("type", type)
                    .put("status", "True")
                    .put("lastTransitionTime", now);
        }
        ObjectNode container = status.putArray("containerStatuses").addObject();
        container.put("name", pod.tree().at("/spec/containers/0/name").asText());
        container.put("image", pod.tree().at("/spec/containers/0/image").asText());
        container.put("imageID", "").put("ready", true).put("restartCount", 0);
        container.putObject("state").putObject("running").put("startedAt", now);
        return change;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
