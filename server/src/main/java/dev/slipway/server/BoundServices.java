package dev.slipway.server;

import dev.slipway.edge.ServiceAddresses.PortAddress;
import dev.slipway.model.kinds.Service;
import dev.slipway.node.ServiceAddresses;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where the edge really listens for services, as pods are told. A pod may start the moment after
/// its service was created: then this waits a little for the edge, and failing that tells the
/// declared address. Thread-safe.
final class BoundServices implements ServiceAddresses {
    private static final long UNBOUND_NANOS_MAX = Duration.ofSeconds(2).toNanos();
    private static final Duration POLL = Duration.ofMillis(10);

    private final dev.slipway.edge.ServiceAddresses edge;
    private final ServiceAddresses declared = ServiceAddresses.asDeclared();

    BoundServices(dev.slipway.edge.ServiceAddresses edge) {
        this.edge = edge;
    }

    @Override
    public @Nullable ServiceAddress find(Service service, int port) {
        ServiceAddress asDeclared = declared.find(service, port);
        if (asDeclared == null || !isTcp(service, port)) {
            return asDeclared;
        }
        ServiceAddress bound = bound(service, port);
        long end = System.nanoTime() + UNBOUND_NANOS_MAX;
        while (bound == null && System.nanoTime() - end < 0) {
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return asDeclared;
            }
            bound = bound(service, port);
        }
        return bound == null ? asDeclared : bound;
    }

    private @Nullable ServiceAddress bound(Service service, int port) {
        for (PortAddress bound : edge.of(service.key())) {
            if (bound.port() == port) {
                return new ServiceAddress(bound.address(), bound.boundPort());
            }
        }
        return null;
    }

    /// The edge listens for nothing else.
    private static boolean isTcp(Service service, int port) {
        return service.spec().ports().stream()
                .anyMatch(p ->
                        p.port() == port && (p.protocol() == null || p.protocol().equals("TCP")));
    }
}
