package dev.slipway.server;

import static java.util.Objects.requireNonNull;

/// Where a server keeps its data and listens; port 0 means any free one.
public record ServerConfig(
        DataFolder folder, int apiPort, int consolePort, int edgePort, int edgeTlsPort) {
    public ServerConfig {
        requireNonNull(folder, "folder");
    }
}
