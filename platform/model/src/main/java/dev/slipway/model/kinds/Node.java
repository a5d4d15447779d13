package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A machine that runs pods.
public record Node(ObjectMeta metadata, NodeSpec spec, NodeStatus status) implements Resource {
    public Node {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        spec = spec == null ? Json.empty(NodeSpec.class) : spec;
        status = status == null ? Json.empty(NodeStatus.class) : status;
    }

    /// What pods it takes.
    public record NodeSpec(
            @Nullable String podCIDR,
            @Nullable String providerID,
            @Nullable Boolean unschedulable,
            List<Taint> taints) {
        public NodeSpec {
            taints = Immutable.list(taints);
        }
    }

    /// Keeps away pods that do not tolerate it.
    public record Taint(
            String key, @Nullable String value, String effect, @Nullable Instant timeAdded) {
        public Taint {
            requireNonNull(key, "key");
            requireNonNull(effect, "effect");
        }
    }

    /// What it has and how it is doing.
    public record NodeStatus(
            Map<String, String> capacity,
            Map<String, String> allocatable,
            @Nullable String phase,
            List<Condition> conditions,
            List<Address> addresses,
            @Nullable Machine nodeInfo) {
        public NodeStatus {
            capacity = Immutable.map(capacity);
            allocatable = Immutable.map(allocatable);
            conditions = Immutable.list(conditions);
            addresses = Immutable.list(addresses);
        }
    }

    /// `InternalIP`, `Hostname` and so on.
    public record Address(String type, String address) {
        public Address {
            requireNonNull(type, "type");
            requireNonNull(address, "address");
        }
    }

    /// Its system.
    public record Machine(
            @Nullable String machineID,
            @Nullable String systemUUID,
            @Nullable String bootID,
            @Nullable String kernelVersion,
            @Nullable String osImage,
            @Nullable String containerRuntimeVersion,
            @Nullable String kubeletVersion,
            @Nullable String kubeProxyVersion,
            @Nullable String operatingSystem,
            @Nullable String architecture) {}
}
