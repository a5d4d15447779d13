package dev.slipway.edge;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Ingress;
import dev.slipway.model.kinds.Secret;
import dev.slipway.model.kinds.Service;
import dev.slipway.proxy.Route;
import dev.slipway.proxy.RouteMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Routes of Ingresses whose class is ours or that name none: on the edge port, and with `tls` on
/// the edge TLS port, too. Used for one compilation.
final class IngressRouting {
    static final String CLASS = "slipway";

    private final EdgeObjects objects;
    private final Sockets sockets;
    private final TlsSecrets secrets;
    private final BackendRefs backends;

    IngressRouting(EdgeObjects objects, Sockets sockets, TlsSecrets secrets, BackendRefs backends) {
        this.objects = objects;
        this.sockets = sockets;
        this.secrets = secrets;
        this.backends = backends;
    }

    /// Serves them and says which are ours.
    List<Ingress> serve() {
        Set<String> classes =
                objects.ingressClasses().stream()
                        .filter(c -> GatewayRouting.CONTROLLER.equals(c.spec().controller()))
                        .map(c -> c.key().name())
                        .collect(Collectors.toSet());
        List<Ingress> ours =
                GatewayRouting.byAge(objects.ingresses()).stream()
                        .filter(i -> isOurs(i.spec().ingressClassName(), classes))
                        .toList();
        for (Ingress ingress : ours) {
            List<Sockets.Socket> opened = open(ingress);
            for (Ingress.Rule rule : ingress.spec().rules()) {
                String host =
                        rule.host() == null || rule.host().isEmpty() ? Hostnames.ALL : rule.host();
                serve(opened, host, rules(ingress, rule));
            }
            if (ingress.spec().defaultBackend() != null) {
                serve(
                        opened,
                        Hostnames.ALL,
                        List.of(
                                route(
                                        ingress,
                                        RouteMatch.prefix("/"),
                                        ingress.spec().defaultBackend())));
            }
        }
        return ours;
    }

    private static boolean isOurs(@Nullable String className, Set<String> classes) {
        return className == null || className.equals(CLASS) || classes.contains(className);
    }

    private static void serve(List<Sockets.Socket> opened, String host, List<Route> routes) {
        if (!routes.isEmpty()) {
            opened.forEach(socket -> socket.serve(host, routes));
        }
    }

    private List<Sockets.Socket> open(Ingress ingress) {
        List<Sockets.Socket> opened = new ArrayList<>();
        addIfThere(opened, sockets.open(Sockets.HTTP, false));
        for (Ingress.Tls tls : ingress.spec().tls()) {
            Secret secret =
                    tls.secretName() == null
                            ? null
                            : objects.secret(
                                    new ObjectKey(ingress.key().namespace(), tls.secretName()));
            if (secret != null
                    && secrets.read(secret) instanceof TlsSecrets.Result.Usable certificate) {
                Sockets.Socket socket = sockets.open(Sockets.HTTPS, true);
                if (socket != null) {
                    socket.show(certificate.forHosts(tls.hosts()));
                    opened.remove(socket);
                    opened.add(socket);
                }
            }
        }
        return opened;
    }

    private static void addIfThere(List<Sockets.Socket> opened, Sockets.@Nullable Socket socket) {
        if (socket != null) {
            opened.add(socket);
        }
    }

    private List<Route> rules(Ingress ingress, Ingress.Rule rule) {
        if (rule.http() == null) {
            return List.of();
        }
        return rule.http().paths().stream()
                .map(path -> route(ingress, match(path), path.backend()))
                .toList();
    }

    private static RouteMatch match(Ingress.Path path) {
        String value = path.path() == null || path.path().isEmpty() ? "/" : path.path();
        RouteMatch.PathKind kind =
                "Exact".equals(path.pathType())
                        ? RouteMatch.PathKind.EXACT
                        : RouteMatch.PathKind.PREFIX;
        return new RouteMatch(new RouteMatch.Path(kind, value), null, List.of(), List.of());
    }

    private Route route(Ingress ingress, RouteMatch match, Ingress.Backend backend) {
        Ingress.BackendService service = backend.service();
        String id = service == null ? null : find(ingress, service);
        Route route =
                Route.to(
                        RouteIds.route(RouteIds.INGRESS, ingress.key()),
                        match,
                        id == null ? "unresolved backend of " + ingress.key() : id);
        return service == null
                ? route
                : route.with(backends.stickiness(serviceKey(ingress, service)));
    }

    private static ObjectKey serviceKey(Ingress ingress, Ingress.BackendService reference) {
        return new ObjectKey(ingress.key().namespace(), reference.name());
    }

    private @Nullable String find(Ingress ingress, Ingress.BackendService reference) {
        ObjectKey key = serviceKey(ingress, reference);
        Ingress.BackendPort port = reference.port();
        if (port == null || port.name() == null) {
            return backends.find(key, port == null ? null : port.number());
        }
        Service service = objects.service(key);
        if (service == null) {
            return null;
        }
        for (Service.Port candidate : service.spec().ports()) {
            if (port.name().equals(candidate.name())) {
                return backends.find(key, candidate.port());
            }
        }
        return null;
    }
}
