package dev.slipway.edge;

import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Gateway;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Namespace;
import dev.slipway.model.kinds.Secret;
import dev.slipway.proxy.Certificate;
import dev.slipway.proxy.Route;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One listener of a Gateway while routing is compiled: finds out whether it can serve, and
/// collects the routes that attach to it.
final class OpenListener {
    static final String GROUP = "gateway.networking.k8s.io";

    private static final int PORT_MAX = 65_535;
    private static final Finding NO_CONFLICT = new Finding(false, "NoConflicts", "");

    private final Gateway gateway;
    private final Gateway.Listener listener;
    private final int port;
    private final Sockets.@Nullable Socket socket;
    private final Set<ObjectKey> attached = new HashSet<>();
    private final Set<String> served = new HashSet<>();
    private Finding accepted;
    private Finding resolved = Finding.holds("ResolvedRefs");
    private Finding conflicted = NO_CONFLICT;

    /// `port` is the listener's, or 80 or 443 where the edge's own ports are meant.
    OpenListener(Gateway gateway, Gateway.Listener listener, int port, Sockets sockets) {
        this.gateway = gateway;
        this.listener = listener;
        this.port = port;
        this.accepted = protocol(listener);
        this.socket = accepted.holds() ? sockets.open(port, isTls()) : null;
        if (accepted.holds() && socket == null) {
            conflict("ProtocolConflict", "port " + listener.port() + " serves another protocol");
        }
        checkKinds();
    }

    private static Finding protocol(Gateway.Listener listener) {
        if (listener.port() < 1 || listener.port() > PORT_MAX) {
            return Finding.fails(
                    "PortUnavailable", "port " + listener.port() + " (expected: 1-65535)");
        }
        boolean passthrough = listener.tls() != null && "Passthrough".equals(listener.tls().mode());
        return switch (listener.protocol()) {
            case "HTTP" -> Finding.holds("Accepted");
            case "HTTPS" ->
                    passthrough
                            ? Finding.fails(
                                    "UnsupportedProtocol",
                                    "tls mode Passthrough is not supported (expected: Terminate)")
                            : Finding.holds("Accepted");
            default ->
                    Finding.fails(
                            "UnsupportedProtocol",
                            "protocol "
                                    + listener.protocol()
                                    + " is not supported (expected: HTTP or HTTPS)");
        };
    }

    private void checkKinds() {
        if (listener.allowedRoutes() == null) {
            return;
        }
        for (Gateway.RouteKind kind : listener.allowedRoutes().kinds()) {
            if (!isHttpRoute(kind)) {
                resolved =
                        Finding.fails(
                                "InvalidRouteKinds",
                                "routes of kind " + kind.kind() + " are not supported");
            }
        }
    }

    private static boolean isHttpRoute(Gateway.RouteKind kind) {
        return kind.kind().equals("HTTPRoute")
                && (kind.group() == null || kind.group().equals(GROUP));
    }

    void conflict(String reason, String message) {
        conflicted = new Finding(true, reason, message);
        accepted = Finding.fails(reason, message);
    }

    /// Reads the certificates it is to show.
    void showCertificates(EdgeObjects objects, TlsSecrets secrets) {
        if (socket == null || !isTls() || !accepted.holds()) {
            return;
        }
        List<Certificate> usable = new ArrayList<>();
        Gateway.Tls tls = listener.tls();
        List<Gateway.SecretReference> references = tls == null ? List.of() : tls.certificateRefs();
        for (Gateway.SecretReference reference : references) {
            certificate(reference, objects, secrets, usable);
        }
        if (references.isEmpty()) {
            resolved = Finding.fails("InvalidCertificateRef", "no certificateRefs");
        }
        usable.forEach(socket::show);
    }

    private void certificate(
            Gateway.SecretReference reference,
            EdgeObjects objects,
            TlsSecrets secrets,
            List<Certificate> usable) {
        String own = gateway.key().namespace();
        String namespace = reference.namespace() == null ? own : reference.namespace();
        ObjectKey key = new ObjectKey(namespace, reference.name());
        if (!namespace.equals(own)) {
            resolved =
                    Finding.fails(
                            "RefNotPermitted",
                            "Secret "
                                    + key
                                    + " is in another namespace and no ReferenceGrant"
                                    + " permits it");
            return;
        }
        Secret secret =
                reference.kind() == null || reference.kind().equals("Secret")
                        ? objects.secret(key)
                        : null;
        if (secret == null) {
            resolved = Finding.fails("InvalidCertificateRef", "no Secret " + key);
            return;
        }
        switch (secrets.read(secret)) {
            case TlsSecrets.Result.Usable certificate ->
                    usable.add(
                            certificate.forHosts(
                                    listener.hostname() == null
                                            ? List.of()
                                            : List.of(listener.hostname())));
            case TlsSecrets.Result.Unusable(String problem) ->
                    resolved = Finding.fails("InvalidCertificateRef", problem);
        }
    }

    boolean isNamedBy(HttpRoute.ParentReference parent) {
        return (parent.sectionName() == null || parent.sectionName().equals(listener.name()))
                && (parent.port() == null || parent.port() == listener.port());
    }

    boolean allows(HttpRoute route, EdgeObjects objects) {
        Gateway.AllowedRoutes allowed = listener.allowedRoutes();
        if (allowed == null) {
            return isSameNamespace(route);
        }
        if (!allowed.kinds().isEmpty()
                && allowed.kinds().stream().noneMatch(OpenListener::isHttpRoute)) {
            return false;
        }
        Gateway.RouteNamespaces namespaces = allowed.namespaces();
        String from = namespaces == null || namespaces.from() == null ? "Same" : namespaces.from();
        return switch (from) {
            case "All" -> true;
            case "Selector" ->
                    namespaces != null && isSelected(route, namespaces.selector(), objects);
            default -> isSameNamespace(route);
        };
    }

    private boolean isSameNamespace(HttpRoute route) {
        return route.key().namespace().equals(gateway.key().namespace());
    }

    private static boolean isSelected(
            HttpRoute route, @Nullable LabelSelector selector, EdgeObjects objects) {
        Namespace namespace = objects.namespace(route.key().namespace());
        return selector != null
                && namespace != null
                && selector.matches(namespace.metadata().labels());
    }

    /// The hosts that the route serves here; empty if it has none in common with the listener.
    List<String> hosts(HttpRoute route) {
        String own = listener.hostname() == null ? Hostnames.ALL : listener.hostname();
        if (route.spec().hostnames().isEmpty()) {
            return List.of(own);
        }
        List<String> hosts = new ArrayList<>();
        for (String hostname : route.spec().hostnames()) {
            String common = Hostnames.intersect(own, hostname);
            if (common != null) {
                hosts.add(common);
            }
        }
        return hosts;
    }

    /// `routes` are served for the hosts; a route that attaches in several ways counts once.
    void attach(HttpRoute route, List<String> hosts, List<Route> routes) {
        attached.add(route.key());
        if (socket == null || !accepted.holds()) {
            return;
        }
        for (String host : hosts) {
            if (served.add(route.key() + " " + host)) {
                socket.serve(host, routes);
            }
        }
    }

    boolean sharesSocket(OpenListener other) {
        return socket != null && socket == other.socket;
    }

    String hostname() {
        return listener.hostname() == null ? Hostnames.ALL : listener.hostname();
    }

    ObjectKey gatewayKey() {
        return gateway.key();
    }

    RoutingFindings.OfListener findings() {
        return new RoutingFindings.OfListener(
                listener.name(),
                Sockets.id(port),
                new RoutingFindings.ListenerConditions(accepted, resolved, conflicted),
                attached.size());
    }

    private boolean isTls() {
        return listener.protocol().equals("HTTPS");
    }
}
