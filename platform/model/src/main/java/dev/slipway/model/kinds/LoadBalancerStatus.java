package dev.slipway.model.kinds;

import dev.slipway.model.Immutable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where traffic from outside comes in, for services and ingresses.
public record LoadBalancerStatus(List<Point> ingress) {
    public LoadBalancerStatus {
        ingress = Immutable.list(ingress);
    }

    /// One address.
    public record Point(@Nullable String ip, @Nullable String hostname, List<Port> ports) {
        public Point {
            ports = Immutable.list(ports);
        }
    }

    /// One port of an address.
    public record Port(int port, @Nullable String protocol, @Nullable String error) {}
}
