package dev.slipway.edge;

import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Gateway;
import dev.slipway.model.kinds.GatewayClass;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Ingress;
import dev.slipway.model.kinds.LoadBalancerStatus;
import dev.slipway.model.kinds.Service;
import dev.slipway.proxy.ListenerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the status of each object is to say, given what the proxy routes by. Every method answers
/// with the whole status as it should be; what belongs to others in it stays. Thread-safe.
final class StatusTexts {
    private static final Gateway.RouteKind HTTP_ROUTE =
            new Gateway.RouteKind(OpenListener.GROUP, "HTTPRoute");

    private final Adopted adopted;
    private final Time time;
    private final Map<ObjectKey, RoutingFindings.OfGateway> gateways;
    private final Map<ObjectKey, RoutingFindings.OfRoute> routes;
    private final Map<ObjectKey, Ingress> ingresses;
    private final Map<ObjectKey, GatewayClass> classes;

    StatusTexts(Adopted adopted, Time time) {
        this.adopted = adopted;
        this.time = time;
        RoutingFindings findings = adopted.findings();
        this.gateways = index(findings.gateways(), found -> found.gateway().key());
        this.routes = index(findings.routes(), found -> found.route().key());
        this.ingresses = index(findings.ingresses(), Ingress::key);
        this.classes = index(findings.classes(), GatewayClass::key);
    }

    private static <T> Map<ObjectKey, T> index(List<T> list, Function<T, ObjectKey> key) {
        return list.stream().collect(Collectors.toMap(key, one -> one));
    }

    boolean saysTheSameAs(Adopted other) {
        return adopted.findings().equals(other.findings())
                && adopted.listeners().equals(other.listeners());
    }

    GatewayClass.GatewayClassStatus gatewayClass(GatewayClass object) {
        GatewayClass.GatewayClassStatus before = object.status();
        if (!classes.containsKey(object.key())) {
            return before;
        }
        return new GatewayClass.GatewayClassStatus(
                with(before.conditions(), "Accepted", Finding.holds("Accepted"), object.metadata()),
                before.supportedFeatures());
    }

    Gateway.GatewayStatus gateway(Gateway object) {
        Gateway.GatewayStatus before = object.status();
        RoutingFindings.OfGateway found = gateways.get(object.key());
        if (found == null) {
            return before;
        }
        ObjectMeta seen = found.gateway().metadata();
        List<Gateway.ListenerStatus> listeners =
                found.listeners().stream().map(l -> listener(l, before, seen)).toList();
        long working =
                listeners.stream()
                        .filter(l -> Condition.isTrue(l.conditions(), "Programmed"))
                        .count();
        Finding accepted =
                working == listeners.size()
                        ? Finding.holds("Accepted")
                        : new Finding(
                                working > 0,
                                "ListenersNotValid",
                                "some listeners cannot serve; their conditions say why");
        Finding programmed =
                working > 0 || listeners.isEmpty()
                        ? Finding.holds("Programmed")
                        : Finding.fails("Invalid", "no listener can serve");
        List<Condition> conditions =
                with(
                        with(before.conditions(), "Accepted", accepted, seen),
                        "Programmed",
                        programmed,
                        seen);
        Gateway.Address address = new Gateway.Address("IPAddress", adopted.config().address());
        return new Gateway.GatewayStatus(List.of(address), conditions, listeners);
    }

    private Gateway.ListenerStatus listener(
            RoutingFindings.OfListener found, Gateway.GatewayStatus status, ObjectMeta seen) {
        List<Condition> before =
                status.listeners().stream()
                        .filter(l -> l.name().equals(found.name()))
                        .findFirst()
                        .map(Gateway.ListenerStatus::conditions)
                        .orElse(List.of());
        RoutingFindings.ListenerConditions conditions = found.conditions();
        Finding accepted = conditions.accepted();
        ListenerState state = adopted.listeners().get(found.socketId());
        if (accepted.holds() && state instanceof ListenerState.PortUnavailable(String reason)) {
            accepted = Finding.fails("PortUnavailable", reason);
        }
        boolean works = accepted.holds() && state instanceof ListenerState.Bound;
        Finding programmed =
                works
                        ? Finding.holds("Programmed")
                        : Finding.fails("Invalid", "the listener does not serve");
        List<Condition> after = with(before, "Accepted", accepted, seen);
        after = with(after, "Programmed", programmed, seen);
        after = with(after, "ResolvedRefs", conditions.resolved(), seen);
        after = with(after, "Conflicted", conditions.conflicted(), seen);
        return new Gateway.ListenerStatus(
                found.name(), List.of(HTTP_ROUTE), found.attachedRoutes(), after);
    }

    HttpRoute.HttpRouteStatus httpRoute(HttpRoute object) {
        List<HttpRoute.ParentStatus> before = object.status().parents();
        List<HttpRoute.ParentStatus> after = new ArrayList<>();
        for (HttpRoute.ParentStatus parent : before) {
            if (!parent.controllerName().equals(GatewayRouting.CONTROLLER)) {
                after.add(parent);
            }
        }
        RoutingFindings.OfRoute found = routes.get(object.key());
        if (found != null) {
            for (RoutingFindings.OfParent parent : found.parents()) {
                after.add(parent(parent, before, found.route().metadata()));
            }
        }
        return new HttpRoute.HttpRouteStatus(after);
    }

    private HttpRoute.ParentStatus parent(
            RoutingFindings.OfParent found, List<HttpRoute.ParentStatus> parents, ObjectMeta seen) {
        List<Condition> before =
                parents.stream()
                        .filter(p ->
                                p.controllerName().equals(GatewayRouting.CONTROLLER)
                                        && p.parentRef().equals(found.parent()))
                        .findFirst()
                        .map(HttpRoute.ParentStatus::conditions)
                        .orElse(List.of());
        List<Condition> after = with(before, "Accepted", found.accepted(), seen);
        after = with(after, "ResolvedRefs", found.resolved(), seen);
        Finding dropped = found.dropped();
        if (dropped != null) {
            Finding partly = new Finding(true, "UnsupportedValue", dropped.message());
            after = with(after, "PartiallyInvalid", partly, seen);
        } else {
            after = after.stream().filter(c -> !c.type().equals("PartiallyInvalid")).toList();
        }
        return new HttpRoute.ParentStatus(found.parent(), GatewayRouting.CONTROLLER, after);
    }

    Ingress.IngressStatus ingress(Ingress object) {
        if (!ingresses.containsKey(object.key())) {
            return object.status();
        }
        return new Ingress.IngressStatus(
                new LoadBalancerStatus(List.of(point(adopted.config().address()))));
    }

    /// Only services of type LoadBalancer say where they are.
    Service.ServiceStatus service(Service object) {
        Service.ServiceStatus before = object.status();
        if (!"LoadBalancer".equals(object.spec().type())) {
            return before;
        }
        List<LoadBalancerStatus.Point> points =
                adopted.serviceAddresses().stream()
                        .filter(a -> a.service().equals(object.key()))
                        .map(ServiceAddresses.PortAddress::address)
                        .distinct()
                        .map(StatusTexts::point)
                        .toList();
        return new Service.ServiceStatus(new LoadBalancerStatus(points), before.conditions());
    }

    private static LoadBalancerStatus.Point point(String address) {
        return new LoadBalancerStatus.Point(address, null, List.of());
    }

    private List<Condition> with(
            List<Condition> before, String type, Finding finding, @Nullable ObjectMeta seen) {
        Condition condition =
                Condition.of(
                        type, finding.holds(), finding.reason(), finding.message(), time.now());
        Long generation = seen == null ? null : seen.generation();
        if (generation != null) {
            condition = condition.observing(generation);
        }
        Condition known = Condition.find(before, type);
        boolean said = known != null && sameButTime(known, condition);
        return said ? before : Condition.with(before, condition);
    }

    private static boolean sameButTime(Condition a, Condition b) {
        return a.status().equals(b.status())
                && Objects.equals(a.reason(), b.reason())
                && Objects.equals(empty(a.message()), empty(b.message()))
                && Objects.equals(a.observedGeneration(), b.observedGeneration());
    }

    private static String empty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
