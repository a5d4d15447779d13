package dev.slipway.server;

import static java.util.Objects.requireNonNull;

import dev.slipway.client.Kubeconfig;
import dev.slipway.evidence.prometheus.TrafficQueries;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What a server needs to know that carries out releases in somebody else's cluster.
///
/// @param evidence where figures of the traffic are, or null: then nothing is known of it
/// @param leaseNamespace where the lease is by which one of several servers leads
/// @param installs whether the definitions of the kinds are brought into the cluster first
public record RemoteConfig(
        Kubeconfig kubeconfig,
        @Nullable Evidence evidence,
        String leaseNamespace,
        Health health,
        boolean installs) {
    public RemoteConfig {
        requireNonNull(kubeconfig, "kubeconfig");
        requireNonNull(leaseNamespace, "leaseNamespace");
        requireNonNull(health, "health");
    }

    /// A Prometheus, and how the traffic of a version is found in it.
    public record Evidence(URI prometheus, TrafficQueries queries) {
        public Evidence {
            requireNonNull(prometheus, "prometheus");
            requireNonNull(queries, "queries");
        }
    }

    /// Where probes are answered; port 0 means any free one.
    public record Health(String address, int port) {
        public Health {
            requireNonNull(address, "address");
        }
    }
}
