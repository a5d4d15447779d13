package dev.slipway.edge;

import dev.slipway.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/// The names under which the proxy knows routes (`HTTPRoute/namespace/name`) and backends
/// (`namespace/service:port`), and counts their traffic.
final class RouteIds {
    static final String HTTP_ROUTE = "HTTPRoute";
    static final String INGRESS = "Ingress";
    static final String SERVICE = "Service";

    private RouteIds() {}

    record Route(String kind, ObjectKey key) {}

    record BackendPort(ObjectKey service, int port) {}

    static String route(String kind, ObjectKey key) {
        return kind + "/" + key;
    }

    static String backend(ObjectKey service, int port) {
        return service + ":" + port;
    }

    /// Null for what is no such name.
    static @Nullable Route parseRoute(String id) {
        String[] parts = id.split("/", -1);
        return parts.length == 3 ? new Route(parts[0], new ObjectKey(parts[1], parts[2])) : null;
    }

    /// Null for what is no such name.
    static @Nullable BackendPort parseBackend(String id) {
        int slash = id.indexOf('/');
        int colon = id.lastIndexOf(':');
        if (slash < 0 || colon < slash) {
            return null;
        }
        ObjectKey service = new ObjectKey(id.substring(0, slash), id.substring(slash + 1, colon));
        return new BackendPort(service, Integer.parseInt(id, colon + 1, id.length(), 10));
    }
}
