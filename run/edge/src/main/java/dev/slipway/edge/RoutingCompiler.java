package dev.slipway.edge;

import static java.util.Objects.requireNonNull;

import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Gateway;
import dev.slipway.model.kinds.Ingress;
import dev.slipway.model.kinds.Service;
import dev.slipway.proxy.Backend;
import dev.slipway.proxy.Listener;
import dev.slipway.proxy.RoutingSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Turns objects into a routing snapshot and into what their status is to say. The result depends
/// on nothing but the arguments, the shares of revisions and, for the grace of services that became
/// empty, on the snapshot before and the time. Used by one thread.
final class RoutingCompiler {
    private final ServiceBackends services;
    private final TlsSecrets secrets = new TlsSecrets();
    private final StickyUsers sticky = new StickyUsers();

    RoutingCompiler(Time time, EdgeConfig.Pace pace, RevisionShares shares) {
        this.services = new ServiceBackends(time, pace, shares);
    }

    /// What the objects do not tell: the configuration as it is, and with the ports as they are
    /// bound (any free port was asked for with 0), the uids of pods that are about to stop, and the
    /// ids of service listeners that cannot be bound.
    record Circumstances(
            EdgeConfig config, EdgeConfig bound, Set<String> leavingPods, Set<String> unavailable) {
        Circumstances {
            leavingPods = Set.copyOf(leavingPods);
            unavailable = Set.copyOf(unavailable);
        }
    }

    record Compiled(RoutingSnapshot snapshot, RoutingFindings findings) {}

    Compiled compile(EdgeObjects objects, Circumstances circumstances) {
        EdgeConfig config = circumstances.config();
        List<Service> all = objects.services();
        Map<ObjectKey, Map<Integer, Backend>> backends =
                backends(all, objects, circumstances.leavingPods());
        BackendRefs references = new BackendRefs(objects, backends, sticky);
        Sockets sockets = new Sockets(config);

        EdgeConfig bound = circumstances.bound();
        GatewayRouting gatewayRouting = new GatewayRouting(bound, objects, sockets, secrets);
        List<Gateway> gateways = gatewayRouting.openGateways();
        List<RoutingFindings.OfRoute> routes =
                gatewayRouting.attachRoutes(
                        new HttpRouteRules(references, new RouteFilters(bound)));
        List<Ingress> ingresses = new IngressRouting(objects, sockets, secrets, references).serve();

        ServiceRouting serviceRouting =
                new ServiceRouting(config, circumstances.unavailable(), sticky);
        Sockets.Socket edge = requireNonNull(sockets.open(Sockets.HTTP, false));
        for (Service service : all) {
            serviceRouting.serve(service, backends.getOrDefault(service.key(), Map.of()), edge);
        }

        List<Listener> listeners = new ArrayList<>(sockets.build());
        listeners.addAll(serviceRouting.listeners());
        List<Backend> flat = new ArrayList<>();
        backends.values().forEach(ports -> flat.addAll(ports.values()));
        return new Compiled(
                new RoutingSnapshot(listeners, flat),
                new RoutingFindings(
                        gatewayRouting.classes(),
                        gatewayRouting.findings(gateways),
                        routes,
                        ingresses,
                        serviceRouting.findings()));
    }

    /// Another look is due although nothing changes.
    boolean isProvisional() {
        return services.anyInGrace();
    }

    private Map<ObjectKey, Map<Integer, Backend>> backends(
            List<Service> all, EdgeObjects objects, Set<String> leaving) {
        Map<ObjectKey, Map<Integer, Backend>> backends = LinkedHashMap.newLinkedHashMap(all.size());
        for (Service service : all) {
            backends.put(service.key(), services.of(service, objects, leaving));
        }
        services.retain(backends.keySet());
        sticky.retain(backends.keySet());
        return backends;
    }
}
