package dev.slipway.model.kinds;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Addresses behind a service that share one tuple of ports.
public record EndpointSlice(
        ObjectMeta metadata,
        @Nullable String addressType,
        List<Endpoint> endpoints,
        List<Port> ports)
        implements Resource {
    public EndpointSlice {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        endpoints = Immutable.list(endpoints);
        ports = Immutable.list(ports);
    }

    /// One pod, as far as traffic is concerned.
    public record Endpoint(
            List<String> addresses,
            Conditions conditions,
            @Nullable String hostname,
            @Nullable String nodeName,
            @Nullable String zone,
            @Nullable ObjectReference targetRef) {
        public Endpoint {
            addresses = Immutable.list(addresses);
            conditions = conditions == null ? Json.empty(Conditions.class) : conditions;
        }
    }

    /// `ready` takes new requests; `serving` is ready though perhaps terminating.
    public record Conditions(
            @Nullable Boolean ready, @Nullable Boolean serving, @Nullable Boolean terminating) {}

    /// A port of all endpoints.
    public record Port(
            @Nullable String name,
            @Nullable String protocol,
            @Nullable Integer port,
            @Nullable String appProtocol) {}
}
