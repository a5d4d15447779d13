package dev.slipway.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Kubeconfig;
import dev.slipway.client.ListQuery;
import dev.slipway.client.RemoteCluster;
import dev.slipway.client.Resources;
import dev.slipway.client.testing.ClusterContract;
import dev.slipway.model.Kind;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What every client of a cluster promises, kept by Kubernetes' own API server: our in-process API
/// and our server pass the same tests.
final class KubernetesContractTest extends ClusterContract {
    @TempDir static Path folder;

    private static @Nullable RealKubernetes kubernetes;
    private static @Nullable ApiConnection api;

    @BeforeAll
    static void start() throws Exception {
        Optional<String> missing = RealKubernetes.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        kubernetes = RealKubernetes.startApi(folder);
        api = new ApiConnection(Kubeconfig.load(kubernetes.kubeconfig(), null));
    }

    @AfterAll
    static void stop() {
        if (api != null) {
            api.close();
        }
        if (kubernetes != null) {
            kubernetes.close();
        }
    }

    @BeforeEach
    void empty() {
        for (Kind<RawResource> kind :
                List.of(Kinds.CONFIG_MAP.raw(), Kinds.DEPLOYMENT.raw(), Kinds.POD.raw())) {
            Resources<RawResource> resources = cluster().resources(kind);
            for (RawResource left : resources.list(ListQuery.inNamespace("default")).items()) {
                resources.delete(
                        left.key(), DeleteOptions.background().withGracePeriod(Duration.ZERO));
            }
        }
    }

    @Override
    protected Cluster cluster() {
        if (api == null) {
            throw new IllegalStateException("No Kubernetes runs");
        }
        return new RemoteCluster(api);
    }
}
