package dev.slipway.edge;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Gateway;
import dev.slipway.model.kinds.GatewayClass;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Ingress;
import dev.slipway.model.kinds.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found out about each object while routing was compiled: all that its status is to say,
/// but for what only the sockets can tell.
record RoutingFindings(
        List<GatewayClass> classes,
        List<OfGateway> gateways,
        List<OfRoute> routes,
        List<Ingress> ingresses,
        List<OfServicePort> servicePorts) {
    RoutingFindings {
        classes = List.copyOf(classes);
        gateways = List.copyOf(gateways);
        routes = List.copyOf(routes);
        ingresses = List.copyOf(ingresses);
        servicePorts = List.copyOf(servicePorts);
    }

    record OfGateway(Gateway gateway, List<OfListener> listeners) {}

    /// `socketId` is the proxy's listener behind it.
    record OfListener(
            String name, String socketId, ListenerConditions conditions, int attachedRoutes) {}

    record ListenerConditions(Finding accepted, Finding resolved, Finding conflicted) {}

    record OfRoute(HttpRoute route, List<OfParent> parents) {}

    /// `dropped` is there if some of the rules are not served.
    record OfParent(
            HttpRoute.ParentReference parent,
            Finding accepted,
            Finding resolved,
            @Nullable Finding dropped) {}

    /// A port of a service with a cluster address, and the proxy's listener for it.
    record OfServicePort(
            ObjectKey service,
            Service.Port port,
            boolean http,
            String listenerId,
            String address) {}
}
