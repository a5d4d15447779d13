package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.analysis.MetricQueries;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.Cluster;
import dev.slipway.client.Kubeconfig;
import dev.slipway.client.RemoteCluster;
import dev.slipway.controller.Informers;
import dev.slipway.controller.SystemTime;
import dev.slipway.controller.Time;
import dev.slipway.model.kinds.PolicyRule;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RightsTest {
    /// Nothing is started, so nobody is asked anything.
    private static final Kubeconfig NOBODY =
            new Kubeconfig(
                    URI.create("http://127.0.0.1:1"),
                    "default",
                    null,
                    null,
                    null,
                    new Kubeconfig.Credential.None());

    @Test
    void theAccountInAnotherClusterMayDoWhatEachControllerAsksFor() {
        List<PolicyRule> asked = new ArrayList<>();
        Time time = new SystemTime();
        try (ApiConnection connection = new ApiConnection(NOBODY)) {
            Cluster cluster = new RemoteCluster(connection);
            try (Informers informers = new Informers(cluster, time)) {
                Shipping.make(
                        new ShippingGround(
                                (_, rules) -> {
                                    asked.addAll(rules);
                                    return cluster;
                                },
                                informers,
                                (_, _) -> Optional.empty(),
                                MetricQueries.none("a test"),
                                _ -> true,
                                time),
                        null);
            }
        }

        assertThat(asked).isNotEmpty();
        assertThat(Rights.inSomebodyElsesCluster()).containsAll(asked);
    }
}
