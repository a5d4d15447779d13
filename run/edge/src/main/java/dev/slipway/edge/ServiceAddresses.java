package dev.slipway.edge;

import dev.slipway.model.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where each Service can really be reached from this machine: its cluster address, or another one
/// where that cannot be bound. Thread-safe; each answer is as of the last change.
public interface ServiceAddresses {
    /// The ports of a service that are bound, in the order of its specification; empty if it has
    /// none (yet).
    List<PortAddress> of(ObjectKey service);

    /// All services of a namespace.
    List<PortAddress> inNamespace(String namespace);

    /// `port` is the port as declared, by `name` if it has one; `address` and `boundPort` are where
    /// the edge listens for it, as `http` or as plain bytes.
    record PortAddress(
            ObjectKey service,
            @Nullable String name,
            int port,
            String address,
            int boundPort,
            boolean http) {}
}
