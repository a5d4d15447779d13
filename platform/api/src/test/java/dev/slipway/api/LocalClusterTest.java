package dev.slipway.api;

import dev.slipway.client.Cluster;
import dev.slipway.client.testing.ClusterContract;
import org.junit.jupiter.api.AfterEach;

final class LocalClusterTest extends ClusterContract {
    private final TestApi test = new TestApi();

    @AfterEach
    void close() {
        test.close();
    }

    @Override
    protected Cluster cluster() {
        return new LocalCluster(test.api, Caller.server());
    }
}
