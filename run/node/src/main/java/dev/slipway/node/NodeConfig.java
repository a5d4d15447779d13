package dev.slipway.node;

import static java.util.Objects.requireNonNull;

import dev.slipway.controller.BackOff;
import java.nio.file.Path;
import java.time.Duration;

/// How the node works.
///
/// @param name the Node object's name
/// @param version what it says it runs
/// @param pods the folder with one folder per pod
/// @param ports host ports it may give to pods
/// @param restarts how long a container that ended waits for its next start, from the second on
/// @param restartsForgotten after running this long a container counts as new
/// @param drain how long a pod that is going may wait for traffic to leave it
/// @param heartbeat how often the node's lease is renewed
public record NodeConfig(
        String name,
        String version,
        Path pods,
        PortRange ports,
        BackOff restarts,
        Duration restartsForgotten,
        Duration drain,
        Duration heartbeat) {
    /// Both ends belong to it. The usual one lies below the ports that systems give to outgoing
    /// connections.
    public record PortRange(int first, int last) {
        public static final PortRange USUAL = new PortRange(20_000, 29_999);

        public PortRange {
            if (first < 1 || last > 65_535 || first > last) {
                throw new IllegalArgumentException(
                        "ports: " + first + "-" + last + " (expected: within 1-65535)");
            }
        }
    }

    public NodeConfig {
        requireNonNull(name, "name");
        requireNonNull(version, "version");
        requireNonNull(pods, "pods");
        requireNonNull(ports, "ports");
        requireNonNull(restarts, "restarts");
        requireNonNull(restartsForgotten, "restartsForgotten");
        requireNonNull(drain, "drain");
        requireNonNull(heartbeat, "heartbeat");
    }

    public static NodeConfig defaults(String name, String version, Path pods) {
        return new NodeConfig(
                name,
                version,
                pods,
                PortRange.USUAL,
                new BackOff(Duration.ofSeconds(10), Duration.ofMinutes(5)),
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10));
    }

    public NodeConfig withRestarts(BackOff changed) {
        return new NodeConfig(
                name, version, pods, ports, changed, restartsForgotten, drain, heartbeat);
    }

    public NodeConfig withPorts(PortRange changed) {
        return new NodeConfig(
                name, version, pods, changed, restarts, restartsForgotten, drain, heartbeat);
    }
}
