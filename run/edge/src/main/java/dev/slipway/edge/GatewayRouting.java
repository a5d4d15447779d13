package dev.slipway.edge;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.Gateway;
import dev.slipway.model.kinds.GatewayClass;
import dev.slipway.model.kinds.HttpRoute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Attaches HTTPRoutes to the listeners of Gateways. Older objects win over younger ones, as the
/// Gateway API says. Used for one compilation.
final class GatewayRouting {
    static final String CONTROLLER = "slipway.dev/edge";

    private static final Comparator<Resource> BY_AGE =
            Comparator.<Resource, Instant>comparing(r -> createdAt(r.metadata()))
                    .thenComparing(Resource::key);

    private final EdgeConfig config;
    private final EdgeObjects objects;
    private final Sockets sockets;
    private final TlsSecrets secrets;
    private final List<OpenListener> listeners = new ArrayList<>();

    GatewayRouting(EdgeConfig config, EdgeObjects objects, Sockets sockets, TlsSecrets secrets) {
        this.config = config;
        this.objects = objects;
        this.sockets = sockets;
        this.secrets = secrets;
    }

    static <T extends Resource> List<T> byAge(List<T> objects) {
        return objects.stream().sorted(BY_AGE).toList();
    }

    List<GatewayClass> classes() {
        return objects.gatewayClasses().stream()
                .filter(c -> c.spec().controllerName().equals(CONTROLLER))
                .toList();
    }

    /// Opens the listeners of our gateways.
    List<Gateway> openGateways() {
        Set<String> ours = classes().stream().map(c -> c.key().name()).collect(Collectors.toSet());
        List<Gateway> gateways =
                byAge(objects.gateways()).stream()
                        .filter(g -> ours.contains(g.spec().gatewayClassName()))
                        .toList();
        gateways.forEach(this::open);
        return gateways;
    }

    private void open(Gateway gateway) {
        List<OpenListener> own = new ArrayList<>();
        for (Gateway.Listener listener : gateway.spec().listeners()) {
            OpenListener opened =
                    new OpenListener(gateway, listener, meantPort(listener.port()), sockets);
            boolean twice =
                    own.stream()
                            .anyMatch(o ->
                                    o.sharesSocket(opened)
                                            && o.hostname().equals(opened.hostname()));
            if (twice) {
                opened.conflict(
                        "HostnameConflict", "another listener has the same port and hostname");
            }
            opened.showCertificates(objects, secrets);
            own.add(opened);
        }
        listeners.addAll(own);
    }

    /// Who names the edge's real port means the same as who names 80 or 443.
    private int meantPort(int port) {
        if (port == config.httpPort()) {
            return Sockets.HTTP;
        }
        return port == config.tlsPort() ? Sockets.HTTPS : port;
    }

    /// Attaches all routes that name one of our gateways.
    List<RoutingFindings.OfRoute> attachRoutes(HttpRouteRules rules) {
        Set<ObjectKey> ours = new HashSet<>();
        listeners.forEach(listener -> ours.add(listener.gatewayKey()));
        List<RoutingFindings.OfRoute> findings = new ArrayList<>();
        for (HttpRoute route : byAge(objects.httpRoutes())) {
            List<HttpRoute.ParentReference> parents =
                    route.spec().parentRefs().stream()
                            .filter(p -> isGateway(p) && ours.contains(gatewayKey(route, p)))
                            .toList();
            if (!parents.isEmpty()) {
                findings.add(attach(route, parents, rules.translate(route)));
            }
        }
        return findings;
    }

    List<RoutingFindings.OfGateway> findings(List<Gateway> gateways) {
        return gateways.stream()
                .map(gateway ->
                        new RoutingFindings.OfGateway(
                                gateway,
                                listeners.stream()
                                        .filter(l -> l.gatewayKey().equals(gateway.key()))
                                        .map(OpenListener::findings)
                                        .toList()))
                .toList();
    }

    private RoutingFindings.OfRoute attach(
            HttpRoute route,
            List<HttpRoute.ParentReference> parents,
            HttpRouteRules.Translated translated) {
        List<RoutingFindings.OfParent> findings = new ArrayList<>();
        for (HttpRoute.ParentReference parent : parents) {
            Finding accepted = attach(route, parent, translated);
            Finding dropped = translated.valid().holds() ? null : translated.valid();
            boolean nothingServed = dropped != null && translated.routes().isEmpty();
            findings.add(
                    new RoutingFindings.OfParent(
                            parent,
                            accepted.holds() && nothingServed ? translated.valid() : accepted,
                            translated.resolved(),
                            nothingServed ? null : dropped));
        }
        return new RoutingFindings.OfRoute(route, findings);
    }

    private Finding attach(
            HttpRoute route,
            HttpRoute.ParentReference parent,
            HttpRouteRules.Translated translated) {
        ObjectKey gateway = gatewayKey(route, parent);
        List<OpenListener> named =
                listeners.stream()
                        .filter(l -> l.gatewayKey().equals(gateway) && l.isNamedBy(parent))
                        .toList();
        if (named.isEmpty()) {
            return Finding.fails(
                    "NoMatchingParent", "Gateway " + gateway + " has no such listener");
        }
        List<OpenListener> allowing = named.stream().filter(l -> l.allows(route, objects)).toList();
        if (allowing.isEmpty()) {
            return Finding.fails(
                    "NotAllowedByListeners",
                    "Gateway "
                            + gateway
                            + " does not allow routes of namespace "
                            + route.key().namespace());
        }
        boolean any = false;
        for (OpenListener listener : allowing) {
            List<String> hosts = listener.hosts(route);
            if (!hosts.isEmpty()) {
                listener.attach(route, hosts, translated.routes());
                any = true;
            }
        }
        return any
                ? Finding.holds("Accepted")
                : Finding.fails(
                        "NoMatchingListenerHostname",
                        "no host of the route is one of Gateway " + gateway);
    }

    private static boolean isGateway(HttpRoute.ParentReference parent) {
        return is(parent.kind(), "Gateway") && is(parent.group(), OpenListener.GROUP);
    }

    private static boolean is(@Nullable String value, String expected) {
        return value == null || value.equals(expected);
    }

    private static ObjectKey gatewayKey(HttpRoute route, HttpRoute.ParentReference parent) {
        String namespace =
                parent.namespace() == null ? route.key().namespace() : parent.namespace();
        return new ObjectKey(namespace, parent.name());
    }

    private static Instant createdAt(ObjectMeta metadata) {
        Instant created = metadata.creationTimestamp();
        return created == null ? Instant.MAX : created;
    }
}
