package dev.slipway.proxy;

import java.util.List;

/// Everything the proxy needs to know to carry traffic, as one immutable value of plain records: no
/// behaviour, no references, so that it can be compared, logged and written in any format.
///
/// Backends are named by id from routes and TCP listeners. A name without a backend is an invalid
/// reference and answers 500; a backend without ready endpoints answers 503.
public record RoutingSnapshot(List<Listener> listeners, List<Backend> backends) {
    public RoutingSnapshot {
        listeners = List.copyOf(listeners);
        backends = List.copyOf(backends);
        Checks.distinct("listener", listeners.stream().map(Listener::id).toList());
        Checks.distinct("backend", backends.stream().map(Backend::id).toList());
    }

    /// A snapshot that listens nowhere.
    public static RoutingSnapshot empty() {
        return new RoutingSnapshot(List.of(), List.of());
    }
}
