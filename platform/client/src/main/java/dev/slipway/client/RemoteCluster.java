package dev.slipway.client;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Kind;
import dev.slipway.model.Resource;

/// A cluster reached over the Kubernetes API: Slipway's own server or any real Kubernetes.
/// Thread-safe.
public final class RemoteCluster implements Cluster {
    private final ApiConnection connection;

    /// The caller keeps and closes the connection.
    public RemoteCluster(ApiConnection connection) {
        this.connection = requireNonNull(connection, "connection");
    }

    @Override
    public <T extends Resource> Resources<T> resources(Kind<T> kind) {
        return new RemoteResources<>(connection, kind);
    }
}
