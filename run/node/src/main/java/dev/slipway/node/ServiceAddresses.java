package dev.slipway.node;

import dev.slipway.model.kinds.Service;
import org.jspecify.annotations.Nullable;

/// A crossing: whoever listens for services says where each is really reached from this machine,
/// for the variables `X_SERVICE_HOST` and `X_SERVICE_PORT`. Thread-safe.
@FunctionalInterface
public interface ServiceAddresses {
    /// Where one port of a service is reached.
    record ServiceAddress(String host, int port) {}

    /// The address of that declared port, or null if the service has none.
    @Nullable ServiceAddress find(Service service, int port);

    /// The address and port the service's specification states.
    static ServiceAddresses asDeclared() {
        return (service, port) -> {
            String address = service.spec().clusterIP();
            return address == null || address.isEmpty() || service.spec().isHeadless()
                    ? null
                    : new ServiceAddress(address, port);
        };
    }
}
