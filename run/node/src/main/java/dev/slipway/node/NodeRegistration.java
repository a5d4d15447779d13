package dev.slipway.node;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.controller.Time;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Lease;
import dev.slipway.model.kinds.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Tells the API that this node is there: its Node object once and every few minutes, its Lease in
/// `kube-node-lease` every few seconds. A failure is told to the log and tried again with the next
/// beat. Thread-safe.
final class NodeRegistration implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(NodeRegistration.class.getName());
    private static final String LEASES = "kube-node-lease";
    private static final int LEASE_SECONDS = 40;
    private static final Duration STATUS_INTERVAL = Duration.ofMinutes(5);

    private final NodeConfig config;
    private final Cluster cluster;
    private final Time time;
    private final String limits;
    private final Instant since;
    private volatile boolean closed;
    private volatile Instant statusWritten = Instant.MIN;
    private volatile boolean leaseKnown;

    NodeRegistration(NodeConfig config, Cluster cluster, Time time, String limits) {
        this.config = config;
        this.cluster = cluster;
        this.time = time;
        this.limits = limits;
        this.since = time.now();
    }

    static Map<String, String> labels(String name) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("kubernetes.io/hostname", name);
        labels.put("kubernetes.io/os", Machine.operatingSystem());
        labels.put("kubernetes.io/arch", Machine.architecture());
        return labels;
    }

    /// Registers now, and beats from now on.
    void start() {
        beat();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void beat() {
        if (closed) {
            return;
        }
        try {
            Instant now = time.now();
            if (!statusWritten.plus(STATUS_INTERVAL).isAfter(now)) {
                register(now);
                statusWritten = now;
            }
            renew(now);
        } catch (ApiException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "The node could not report itself node="
                            + config.name()
                            + " reason="
                            + e.getMessage());
        }
        time.schedule(
                config.heartbeat(), () -> Thread.ofVirtual().name("node-beat").start(this::beat));
    }

    private void register(Instant now) {
        ObjectKey key = ObjectKey.clusterWide(config.name());
        if (cluster.resources(Kinds.NODE).find(key).isEmpty()) {
            ObjectNode node = Json.object();
            node.put("apiVersion", "v1").put("kind", "Node");
            ObjectNode metadata = node.putObject("metadata").put("name", config.name());
            ObjectNode labels = metadata.putObject("labels");
            labels(config.name()).forEach(labels::put);
            node.putObject("spec");
            createIfAbsent(Kinds.NODE, node);
        }
        ObjectNode patch = Json.object();
        patch.set("status", status(now));
        cluster.resources(Kinds.NODE).patchStatus(key, new Patch.MergePatch(patch));
    }

    private ObjectNode status(Instant now) {
        ObjectNode status = Json.object();
        ObjectNode capacity = status.putObject("capacity");
        Machine.allocatable().forEach(capacity::put);
        ObjectNode allocatable = status.putObject("allocatable");
        Machine.allocatable().forEach(allocatable::put);
        ArrayNode conditions = status.putArray("conditions");
        String message = limits.isEmpty() ? "the node runs pods" : "the node runs pods; " + limits;
        condition(conditions, "Ready", "True", "KubeletReady", message, now);
        condition(
                conditions,
                "MemoryPressure",
                "False",
                "KubeletHasSufficientMemory",
                "not watched by this node",
                now);
        ArrayNode addresses = status.putArray("addresses");
        addresses.addObject().put("type", "InternalIP").put("address", "127.0.0.1");
        addresses.addObject().put("type", "Hostname").put("address", config.name());
        status.putObject("nodeInfo")
                .put("machineID", Machine.fileText("/etc/machine-id"))
                .put("systemUUID", "")
                .put("bootID", Machine.fileText("/proc/sys/kernel/random/boot_id"))
                .put("kernelVersion", Machine.kernel())
                .put("osImage", Machine.description())
                .put("containerRuntimeVersion", "process://" + config.version())
                .put("kubeletVersion", "v" + config.version())
                .put("kubeProxyVersion", "v" + config.version())
                .put("operatingSystem", Machine.operatingSystem())
                .put("architecture", Machine.architecture());
        return status;
    }

    private void condition(
            ArrayNode conditions,
            String type,
            String status,
            String reason,
            String message,
            Instant now) {
        conditions
                .addObject()
                .put("type", type)
                .put("status", status)
                .put("reason", reason)
                .put("message", message)
                .put("lastHeartbeatTime", Json.time(now))
                .put("lastTransitionTime", Json.time(since));
    }

    private void renew(Instant now) {
        ObjectKey key = new ObjectKey(LEASES, config.name());
        if (!leaseKnown && cluster.resources(Kinds.LEASE).find(key).isEmpty()) {
            createNamespace();
            Lease.LeaseSpec spec =
                    new Lease.LeaseSpec(config.name(), LEASE_SECONDS, now, now, null);
            createIfAbsent(
                    Kinds.LEASE,
                    Json.tree(new Lease(ObjectMeta.named(LEASES, config.name()), spec)));
        }
        leaseKnown = true;
        ObjectNode patch = Json.object();
        patch.putObject("spec")
                .put("holderIdentity", config.name())
                .put("leaseDurationSeconds", LEASE_SECONDS)
                .put("renewTime", microTime(now));
        try {
            cluster.resources(Kinds.LEASE).patch(key, new Patch.MergePatch(patch));
        } catch (ApiException e) {
            leaseKnown = false;
            throw e;
        }
    }

    private void createNamespace() {
        ObjectKey key = ObjectKey.clusterWide(LEASES);
        if (cluster.resources(Kinds.NAMESPACE).find(key).isEmpty()) {
            Namespace namespace =
                    Json.convert(
                            Json.tree(Map.of("metadata", Map.of("name", LEASES))), Namespace.class);
            createIfAbsent(Kinds.NAMESPACE, Json.tree(namespace));
        }
    }

    private void createIfAbsent(Kind<?> kind, ObjectNode tree) {
        try {
            cluster.resources(kind.raw()).create(RawResource.of(tree));
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    private static String microTime(Instant now) {
        return java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
                .withZone(java.time.ZoneOffset.UTC)
                .format(now);
    }
}
