package dev.slipway.apiserver;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.Cluster;
import dev.slipway.client.Kubeconfig;
import dev.slipway.client.RemoteCluster;
import dev.slipway.client.testing.ClusterContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class RemoteClusterTest extends ClusterContract {
    @TempDir static Path folder;

    private RunningServer server;
    private ApiConnection connection;

    @BeforeEach
    void start() {
        server = new RunningServer(folder);
        connection = new ApiConnection(Kubeconfig.load(server.kubeconfig, null));
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    @Override
    protected Cluster cluster() {
        return new RemoteCluster(connection);
    }
}
