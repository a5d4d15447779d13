package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.proxy.Listener;
import dev.slipway.proxy.Route;
import dev.slipway.proxy.RouteFilter;
import dev.slipway.proxy.RouteMatch;
import dev.slipway.proxy.RoutingSnapshot;
import dev.slipway.proxy.Stickiness;
import dev.slipway.proxy.VirtualHost;
import dev.slipway.proxy.WeightedBackend;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutingCompilerTest {
    private final ListedObjects objects = new ListedObjects();
    private final RoutingCompiler compiler =
            new RoutingCompiler(
                    new SimulatedTime(), EdgeConfig.Pace.defaults(), RevisionShares.none());

    @Test
    void everyHttpServiceHasAHostAndAClusterAddress() {
        objects.service("shop", "a1").pod("a1", "one", true);
        RoutingSnapshot snapshot = compile().snapshot();
        assertThat(hosts(snapshot, "edge"))
                .containsExactly("shop.default.localhost", "http.shop.default.localhost");
        Listener cluster = snapshot.listeners().getLast();
        assertThat(cluster).isInstanceOf(Listener.Http.class);
        assertThat(cluster.address()).isEqualTo("127.96.0.7");
        assertThat(cluster.port()).isEqualTo(80);
    }

    @Test
    void otherPortsPassBytes() {
        objects.put(
                """
                kind: Service
                metadata: {name: db, namespace: default}
                spec: {clusterIP: 127.96.0.9, ports: [{port: 5432}, {port: 53, protocol: UDP}]}
                """);
        RoutingSnapshot snapshot = compile().snapshot();
        assertThat(snapshot.listeners()).hasSize(2);
        assertThat(snapshot.listeners().getLast()).isInstanceOf(Listener.Tcp.class);
        assertThat(hosts(snapshot, "edge")).isEmpty();
    }

    @Test
    void addressThatCannotBeBoundGetsAnotherPort() {
        objects.service("shop");
        String id = compile().findings().servicePorts().getFirst().listenerId();
        RoutingCompiler.Compiled again = compile(Set.of(id));
        Listener fallback = again.snapshot().listeners().getLast();
        assertThat(fallback.address()).isEqualTo("127.0.0.1");
        assertThat(fallback.port()).isZero();
        assertThat(again.findings().servicePorts().getFirst().listenerId())
                .isEqualTo(fallback.id());
    }

    @Test
    void routeSplitsByWeightAmongServicesWithPods() {
        objects.service("shop", "a1").service("next", "b2");
        objects.pod("a1", "one", true).pod("b2", "two", true);
        objects.gateway("[{name: http, port: 80, protocol: HTTP}]");
        objects.route(
                "shop",
                """
                hostnames: [shop.example]
                rules:
                - backendRefs: [{name: shop, port: 80, weight: 90}, {name: next, port: 80, weight: 10}]
                """);
        Route route = route("shop.example");
        assertThat(route.id()).isEqualTo("HTTPRoute/default/shop");
        assertThat(route.backends())
                .containsExactly(
                        new WeightedBackend("default/shop:80", 90),
                        new WeightedBackend("default/next:80", 10));
        objects.pod("b2", "two", false);
        assertThat(route("shop.example").backends())
                .containsExactly(
                        new WeightedBackend("default/shop:80", 90),
                        new WeightedBackend("default/next:80", 0));
    }

    @Test
    void matchesFiltersAndTimeoutsAreTranslated() {
        objects.service("shop");
        objects.gateway("[{name: http, port: 80, protocol: HTTP}]");
        objects.route(
                "shop",
                """
                rules:
                - matches:
                  - path: {type: Exact, value: /cart}
                    method: POST
                    headers: [{name: X-Beta, value: "1"}]
                    queryParams: [{name: v, type: RegularExpression, value: "[0-9]+"}]
                  filters:
                  - type: RequestHeaderModifier
                    requestHeaderModifier: {set: [{name: A, value: b}]}
                  - type: URLRewrite
                    urlRewrite: {path: {type: ReplaceFullPath, replaceFullPath: /basket}}
                  timeouts: {request: 1m30s}
                  backendRefs: [{name: shop, port: 80}]
                """);
        Route route = route("*");
        assertThat(route.matches())
                .containsExactly(
                        new RouteMatch(
                                new RouteMatch.Path(RouteMatch.PathKind.EXACT, "/cart"),
                                "POST",
                                List.of(
                                        new RouteMatch.Value(
                                                "X-Beta", RouteMatch.ValueKind.EXACT, "1")),
                                List.of(
                                        new RouteMatch.Value(
                                                "v", RouteMatch.ValueKind.REGEX, "[0-9]+"))));
        assertThat(route.filters()).hasSize(2);
        assertThat(route.timeouts().request()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void filtersOfBackendsAreTranslatedUnlessTheyAnswerThemselves() {
        objects.service("shop", "a1").pod("a1", "one", true);
        objects.gateway("[{name: http, port: 80, protocol: HTTP}]");
        objects.route(
                "shop",
                """
                rules:
                - backendRefs:
                  - name: shop
                    port: 80
                    filters:
                    - type: RequestHeaderModifier
                      requestHeaderModifier: {set: [{name: X-Version, value: "1"}]}
                - matches: [{path: {value: /a}}]
                  backendRefs:
                  - name: shop
                    port: 80
                    filters: [{type: RequestRedirect, requestRedirect: {hostname: a}}]
                """);
        assertThat(route("*").backends().getFirst().filters())
                .containsExactly(
                        new RouteFilter.RequestHeaders(
                                new RouteFilter.HeaderEdit(
                                        List.of(new RouteFilter.Header("X-Version", "1")),
                                        List.of(),
                                        List.of())));
        assertThat(String.valueOf(parent().dropped())).contains("Rule 1", "answers itself");
    }

    @Test
    void stickinessOfRulesAndServicesIsTranslated() {
        objects.put(
                """
                kind: Service
                metadata: {name: shop, namespace: default, annotations: {slipway.dev/sticky: header=X-User}}
                spec: {clusterIP: 127.96.0.7, ports: [{name: http, port: 80}]}
                """);
        objects.gateway("[{name: http, port: 80, protocol: HTTP}]");
        objects.route(
                "shop",
                """
                rules:
                - backendRefs: [{name: shop, port: 80}]
                - matches: [{path: {value: /a}}]
                  backendRefs: [{name: shop, port: 80}]
                  sessionPersistence:
                    sessionName: v
                    absoluteTimeout: 24h
                    cookieConfig: {lifetimeType: Permanent}
                - matches: [{path: {value: /b}}]
                  sessionPersistence: {type: Header, sessionName: X-Session}
                - matches: [{path: {value: /c}}]
                  sessionPersistence: {idleTimeout: 1h}
                - matches: [{path: {value: /d}}]
                  sessionPersistence: {cookieConfig: {lifetimeType: Permanent}}
                """);
        Stickiness ofService = new Stickiness.Header("X-User", null, false);
        assertThat(virtualHost("*").routes())
                .extracting(Route::stickiness)
                .containsExactly(
                        ofService,
                        new Stickiness.Cookie("v", Duration.ofDays(1), true),
                        new Stickiness.Header("X-Session", null, true));
        assertThat(route("shop.default.localhost").stickiness()).isEqualTo(ofService);
        assertThat(String.valueOf(parent().dropped()))
                .contains("Rule 3", "idleTimeout", "Rule 4", "lifetime");
    }

    @Test
    void annotationThatMakesNoSenseIsIgnored() {
        for (String text : List.of("", "cookie", "cookie=a b", "user=x", "header=")) {
            objects.put(
                    """
                    kind: Service
                    metadata: {name: shop, namespace: default, annotations: {slipway.dev/sticky: "TEXT"}}
                    spec: {clusterIP: 127.96.0.7, ports: [{name: http, port: 80}]}
                    """
                            .replace("TEXT", text));
            assertThat(route("shop.default.localhost").stickiness()).as(text).isNull();
        }
    }

    @Test
    void mirrorsAreTranslated() {
        objects.service("shop", "a1").pod("a1", "one", true).service("next");
        objects.gateway("[{name: http, port: 80, protocol: HTTP}]");
        objects.route(
                "shop",
                """
                rules:
                - backendRefs: [{name: shop, port: 80}]
                  filters:
                  - {type: RequestMirror, requestMirror: {backendRef: {name: next, port: 80}}}
                  - type: RequestMirror
                    requestMirror: {backendRef: {name: next, port: 80}, percent: 20}
                  - type: RequestMirror
                    requestMirror:
                      backendRef: {name: next, port: 80}
                      fraction: {numerator: 5, denominator: 1000}
                  - {type: RequestMirror, requestMirror: {backendRef: {name: none, port: 80}}}
                - matches: [{path: {value: /a}}]
                  filters:
                  - type: RequestMirror
                    requestMirror: {backendRef: {name: next}, percent: 20, fraction: {numerator: 5}}
                - matches: [{path: {value: /b}}]
                  filters:
                  - type: RequestMirror
                    requestMirror: {backendRef: {name: next, port: 80}, percent: 120}
                """);
        Duration timeout = Duration.ofSeconds(10);
        assertThat(route("*").filters())
                .containsExactly(
                        new RouteFilter.Mirror("default/next:80", 100, 100, timeout),
                        new RouteFilter.Mirror("default/next:80", 20, 100, timeout),
                        new RouteFilter.Mirror("default/next:80", 5, 1000, timeout));
        assertThat(parent().resolved().message()).isEqualTo("no Service default/none");
        assertThat(String.valueOf(parent().dropped()))
                .contains("Rule 1", "percent and fraction", "Rule 2", "numerator: 120");
    }

    @Test
    void redirectToHttpsNamesTheRealPort() {
        objects.gateway("[{name: http, port: 80, protocol: HTTP}]");
        objects.route(
                "shop",
                """
                rules:
                - filters: [{type: RequestRedirect, requestRedirect: {scheme: https, statusCode: 301}}]
                """);
        assertThat(route("*").filters())
                .containsExactly(new RouteFilter.Redirect("https", null, 8443, null, 301));
    }

    @Test
    void unsupportedRuleIsDroppedAndSaid() {
        objects.service("shop");
        objects.gateway("[{name: http, port: 80, protocol: HTTP}]");
        objects.route(
                "shop",
                """
                rules:
                - matches: [{path: {value: /a}}]
                  filters: [{type: ExtensionRef}]
                - backendRefs: [{name: shop, port: 80}, {name: none, port: 80}]
                """);
        RoutingFindings.OfParent parent = parent();
        assertThat(parent.accepted().holds()).isTrue();
        assertThat(parent.dropped()).isNotNull();
        assertThat(String.valueOf(parent.dropped())).contains("Rule 0", "ExtensionRef");
        assertThat(parent.resolved())
                .isEqualTo(Finding.fails("BackendNotFound", "no Service default/none"));
    }

    @Test
    void backendOfAnotherNamespaceIsNotPermitted() {
        objects.gateway("[{name: http, port: 80, protocol: HTTP}]");
        objects.route("shop", "rules: [{backendRefs: [{name: a, namespace: b, port: 80}]}]");
        assertThat(parent().resolved().reason()).isEqualTo("RefNotPermitted");
    }

    @Test
    void routeSaysWhyItIsNotAccepted() {
        objects.gateway(
                "[{name: http, port: 80, protocol: HTTP, hostname: \"*.example\","
                        + " allowedRoutes: {namespaces: {from: Same}}}]");
        objects.route("shop", "hostnames: [shop.test]");
        assertThat(parent().accepted().reason()).isEqualTo("NoMatchingListenerHostname");
        objects.route("shop", "hostnames: [shop.example]");
        assertThat(parent().accepted().reason()).isEqualTo("Accepted");
        objects.put(
                """
                kind: HTTPRoute
                metadata: {name: shop, namespace: default}
                spec: {parentRefs: [{name: web, sectionName: https}]}
                """);
        assertThat(parent().accepted().reason()).isEqualTo("NoMatchingParent");
        objects.remove(dev.slipway.model.kinds.Kinds.HTTP_ROUTE, "default", "shop");
        objects.put(
                """
                kind: HTTPRoute
                metadata: {name: shop, namespace: other}
                spec: {parentRefs: [{name: web, namespace: default}]}
                """);
        assertThat(parent().accepted().reason()).isEqualTo("NotAllowedByListeners");
    }

    @Test
    void listenersOfOnePortMustAgreeOnTheProtocol() {
        objects.gateway(
                "[{name: a, port: 9000, protocol: HTTP}, {name: b, port: 9000, protocol: HTTPS},"
                        + " {name: c, port: 9000, protocol: HTTP}, {name: d, port: 1, protocol: UDP}]");
        assertThat(compile().findings().gateways().getFirst().listeners())
                .extracting(l -> l.conditions().accepted().reason())
                .containsExactly(
                        "Accepted", "ProtocolConflict", "HostnameConflict", "UnsupportedProtocol");
    }

    @Test
    void secretWithoutCertificateIsSaid() {
        objects.gateway(
                "[{name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: tls}]}}]");
        assertThat(listener().resolved().message()).isEqualTo("no Secret default/tls");
        objects.put(
                "{kind: Secret, type: kubernetes.io/tls, metadata: {name: tls, namespace: default},"
                        + " data: {tls.crt: AAAA, tls.key: AAAA}}");
        assertThat(listener().resolved().reason()).isEqualTo("InvalidCertificateRef");
        assertThat(compile().snapshot().listeners()).hasSize(1);
    }

    @Test
    void olderRouteGoesFirst() {
        objects.service("shop");
        objects.gateway("[{name: http, port: 80, protocol: HTTP}]");
        objects.route("b-older", "rules: [{backendRefs: [{name: shop, port: 80}]}]");
        objects.put(
                """
                kind: HTTPRoute
                metadata: {name: a-younger, namespace: default, creationTimestamp: "2026-02-01T00:00:00Z"}
                spec: {parentRefs: [{name: web}], rules: [{backendRefs: [{name: shop, port: 80}]}]}
                """);
        assertThat(virtualHost("*").routes())
                .extracting(Route::id)
                .containsExactly("HTTPRoute/default/b-older", "HTTPRoute/default/a-younger");
    }

    @Test
    void ingressServesPathsAndItsDefault() {
        objects.service("shop").service("home");
        objects.put(
                """
                kind: Ingress
                metadata: {name: shop, namespace: default}
                spec:
                  defaultBackend: {service: {name: home, port: {number: 80}}}
                  rules:
                  - host: shop.example
                    http:
                      paths:
                      - {path: /api, pathType: Prefix, backend: {service: {name: shop, port: {name: http}}}}
                      - {path: /ping, pathType: Exact, backend: {service: {name: shop, port: {number: 81}}}}
                """);
        objects.put(
                """
                kind: Ingress
                metadata: {name: foreign, namespace: default}
                spec: {ingressClassName: nginx, defaultBackend: {service: {name: home}}}
                """);
        assertThat(virtualHost("shop.example").routes())
                .extracting(r -> r.backends().getFirst().backendId())
                .containsExactly("default/shop:80", "unresolved backend of default/shop");
        assertThat(virtualHost("*").routes()).hasSize(1);
        assertThat(compile().findings().ingresses()).hasSize(1);
    }

    @Test
    void whatMakesNoSenseSpoilsNothingElse() {
        objects.service("shop", "a1").pod("a1", "one", true);
        objects.put(
                """
                kind: EndpointSlice
                metadata: {name: b, namespace: default, labels: {kubernetes.io/service-name: shop}}
                addressType: FQDN
                ports: [{name: http, port: 8080}]
                endpoints: [{addresses: [db.example]}]
                """);
        objects.put(
                "{kind: Service, metadata: {name: odd, namespace: default},"
                        + " spec: {clusterIP: nonsense, ports: [{port: 80}]}}");
        objects.gateway(
                "[{name: http, port: 80, protocol: HTTP}, {name: x, port: 0, protocol: HTTP}]");
        objects.route(
                "shop",
                """
                rules:
                - matches: [{path: {type: RegularExpression, value: "(?=a)"}}]
                - backendRefs: [{name: shop, port: 80}]
                """);
        RoutingCompiler.Compiled compiled = compile();
        assertThat(compiled.snapshot().backends().getLast().endpoints()).hasSize(1);
        assertThat(String.valueOf(parent().dropped())).contains("regular expression", "(?=");
    }

    @Test
    void hostnamesIntersect() {
        assertThat(Hostnames.intersect("*", "a.b")).isEqualTo("a.b");
        assertThat(Hostnames.intersect("*.b", "x.A.b")).isEqualTo("x.a.b");
        assertThat(Hostnames.intersect("*.a.b", "*.b")).isEqualTo("*.a.b");
        assertThat(Hostnames.intersect("x.b", "*.b")).isEqualTo("x.b");
        assertThat(Hostnames.intersect("*.b", "b")).isNull();
        assertThat(Hostnames.intersect("a.b", "c.b")).isNull();
    }

    private RoutingFindings.ListenerConditions listener() {
        return compile().findings().gateways().getFirst().listeners().getFirst().conditions();
    }

    private RoutingFindings.OfParent parent() {
        return compile().findings().routes().getFirst().parents().getFirst();
    }

    private Route route(String host) {
        return virtualHost(host).routes().getFirst();
    }

    private VirtualHost virtualHost(String host) {
        return virtualHosts(compile().snapshot(), "edge").stream()
                .filter(h -> h.hostname().equals(host))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> hosts(RoutingSnapshot snapshot, String id) {
        return virtualHosts(snapshot, id).stream().map(VirtualHost::hostname).toList();
    }

    private static List<VirtualHost> virtualHosts(RoutingSnapshot snapshot, String id) {
        for (Listener listener : snapshot.listeners()) {
            if (listener.id().equals(id) && listener instanceof Listener.Http http) {
                return http.virtualHosts();
            }
        }
        throw new IllegalStateException("No listener " + id);
    }

    private RoutingCompiler.Compiled compile() {
        return compile(Set.of());
    }

    private RoutingCompiler.Compiled compile(Set<String> unavailable) {
        return compiler.compile(
                objects,
                new RoutingCompiler.Circumstances(
                        EdgeConfig.defaults(), EdgeConfig.defaults(), Set.of(), unavailable));
    }
}
