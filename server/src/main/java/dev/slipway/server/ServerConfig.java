package dev.slipway.server;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a server keeps its data and listens, and what it is told to measure.
///
/// @param prometheusFile a `prometheus.yml`, or null
/// @param alertmanagerFile an `alertmanager.yml`, or null
/// @param metricsAdminApi whether series may be deleted and snapshots made over HTTP
/// @param conventionalPorts also listen where the products that are spoken for do: 9090, 9093
/// @param releases whether this server carries out releases; else another does, from outside
public record ServerConfig(
        DataFolder folder,
        Ports ports,
        @Nullable Path prometheusFile,
        @Nullable Path alertmanagerFile,
        boolean metricsAdminApi,
        boolean conventionalPorts,
        boolean releases) {
    /// Port 0 means any free one.
    public record Ports(int api, int console, int edge, int edgeTls) {}

    public ServerConfig {
        requireNonNull(folder, "folder");
        requireNonNull(ports, "ports");
    }
}
