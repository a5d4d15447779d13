package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.ListQuery;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.proxy.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A service whose traffic is divided among revisions, through a real edge: the same shares by
/// whatever way requests come, whatever the numbers of pods.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DividedServiceTest {
    private static final int REQUESTS = 400;
    private static final ObjectKey SHOP = new ObjectKey("default", "shop");

    private EdgeWorld world;

    @BeforeAll
    void open() throws InterruptedException {
        world = new EdgeWorld();
        world.deployRevision("old", 3, "shop");
        world.deployRevision("new", 1, "shop");
        world.create(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: default}
                spec:
                  selector: {service: shop}
                  ports:
                  - {name: http, port: 80, targetPort: 8080}
                  - {name: tcp, port: 90, targetPort: 8080}
                """);
        world.create(
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: web, namespace: default}
                spec:
                  gatewayClassName: slipway
                  listeners: [{name: http, port: 80, protocol: HTTP}]
                """);
        world.create(
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: shop, namespace: default}
                spec:
                  parentRefs: [{name: web}]
                  hostnames: [shop.route]
                  rules: [{backendRefs: [{name: shop, port: 80}]}]
                """);
        world.create(
                """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: shop, namespace: default}
                spec:
                  rules:
                  - host: shop.ingress
                    http:
                      paths:
                      - {path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}
                """);
        world.create(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: shop-new, namespace: default}
                spec: {selector: {app: new}, ports: [{name: http, port: 80, targetPort: 8080}]}
                """);
        for (String host : new String[] {"shop.default.localhost", "shop.route", "shop.ingress"}) {
            world.await(() -> world.get("/", host).statusCode() == 200);
        }
        world.await(() -> world.edge.serviceAddresses().of(SHOP).size() == 2);
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void sharesHoldByWhateverWayRequestsCome() throws InterruptedException {
        divide(70, 30);
        assertThat(newAmong(host("shop.default.localhost"))).isBetween(70, 175);
        assertThat(newAmong(host("shop.route"))).isBetween(70, 175);
        assertThat(newAmong(host("shop.ingress"))).isBetween(70, 175);
        assertThat(newAmong(() -> overTcp(address(80)))).isBetween(70, 175);
        assertThat(newAmong(() -> overTcp(address(90)))).isBetween(70, 175);
    }

    @Test
    void whoHasNothingGetsNothing() throws InterruptedException {
        divide(100, 0);
        assertThat(newAmong(host("shop.default.localhost"))).isZero();
        assertThat(newAmong(() -> overTcp(address(90)))).isZero();
        divide(0, 100);
        assertThat(newAmong(host("shop.route"))).isEqualTo(REQUESTS);
    }

    @Test
    void undividedServiceGivesEveryPodTheSame() throws InterruptedException {
        world.shares.divide(SHOP, Map.of());
        world.await(() -> weights().isEmpty());
        assertThat(newAmong(host("shop.default.localhost"))).isBetween(50, 160);
    }

    @Test
    void sharesMoveUnderLoadWithoutLoss() throws InterruptedException {
        try (Load load = new Load(world.edge.httpPort(), "shop.default.localhost", 4)) {
            for (int share = 0; share <= 100; share += 5) {
                divide(100 - share, share);
                long goal = load.sent() + 50;
                world.await(() -> load.sent() > goal);
            }
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void userStaysAtARevisionUntilItIsAbandoned() throws InterruptedException {
        annotate("slipway.dev/sticky: header=X-User-Id");
        divide(50, 50);
        Set<String> seen = new HashSet<>();
        String ofNew = "";
        for (int user = 0; user < 30; user++) {
            String name = "user-" + user;
            String answer = asUser(name);
            seen.add(answer);
            ofNew = answer.equals("new:v1") ? name : ofNew;
            for (int i = 0; i < 3; i++) {
                assertThat(asUser(name)).isEqualTo(answer);
            }
        }
        assertThat(seen).hasSize(2);
        divide(100, 0);
        assertThat(asUser(ofNew)).isEqualTo("old:v1");
        annotate("slipway.dev/sticky: null");
    }

    private void annotate(String annotation) throws InterruptedException {
        world.merge(Kinds.SERVICE, "shop", "metadata: {annotations: {" + annotation + "}}");
        boolean sticky = !annotation.endsWith("null");
        world.await(() ->
                world.edge.routing().listeners().stream()
                        .filter(Listener.Http.class::isInstance)
                        .flatMap(l -> ((Listener.Http) l).virtualHosts().stream())
                        .filter(host -> host.hostname().equals("shop.default.localhost"))
                        .flatMap(host -> host.routes().stream())
                        .anyMatch(route -> (route.stickiness() != null) == sticky));
    }

    private String asUser(String user) {
        URI uri = URI.create("http://127.0.0.1:" + world.edge.httpPort() + "/");
        return world.get(uri, "shop.default.localhost", "X-User-Id", user).body();
    }

    /// What Argo's step `setHeaderRoute` does: a rule in front of the others.
    @Test
    void headerRouteInFrontOfTheOthersLeadsAGroupToTheCanary() throws InterruptedException {
        world.merge(
                Kinds.HTTP_ROUTE,
                "shop",
                """
                spec:
                  rules:
                  - matches:
                    - headers: [{name: X-Group, value: staff}]
                    - headers: [{name: User-Agent, type: RegularExpression, value: "Canary.*"}]
                    backendRefs:
                    - {name: shop-new, port: 80, weight: 100}
                    - {name: shop, port: 80, weight: 0}
                  - backendRefs: [{name: shop, port: 80}]
                """);
        divide(100, 0);
        URI uri = URI.create("http://127.0.0.1:" + world.edge.httpPort() + "/");
        world.await(() -> world.get(uri, "shop.route", "X-Group", "staff").body().equals("new:v1"));
        for (int i = 0; i < 20; i++) {
            assertThat(world.get(uri, "shop.route", "X-Group", "staff").body()).isEqualTo("new:v1");
            assertThat(world.get(uri, "shop.route", "User-Agent", "Canary/1").body())
                    .isEqualTo("new:v1");
            assertThat(world.get(uri, "shop.route", "X-Group", "staffer").body())
                    .isEqualTo("old:v1");
            assertThat(world.get("/", "shop.route").body()).isEqualTo("old:v1");
        }
    }

    @Test
    void releaseCanBeJudgedByMirroredTraffic() throws InterruptedException {
        world.create(
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: mirrored, namespace: default}
                spec:
                  parentRefs: [{name: web}]
                  hostnames: [mirrored.route]
                  rules:
                  - backendRefs: [{name: shop, port: 80}]
                    filters:
                    - type: RequestMirror
                      requestMirror: {backendRef: {name: shop-new, port: 80}, percent: 100}
                """);
        divide(100, 0);
        world.await(() -> world.get("/", "mirrored.route").statusCode() == 200);
        for (int i = 0; i < 50; i++) {
            assertThat(world.get("/", "mirrored.route").body()).isEqualTo("old:v1");
        }
        ObjectKey route = new ObjectKey("default", "mirrored");
        String fresh = hash("new");
        world.await(() ->
                world.edge.figures().mirroredOf(route, fresh).stream()
                        .anyMatch(m -> m.mirrored().comparison().same() > 0));
        world.await(() -> {
            var mirrored = world.edge.figures().mirroredOf(route, fresh).getFirst().mirrored();
            return mirrored.copies().failed() + mirrored.comparison().compared()
                    == mirrored.copies().sent();
        });
        var mirrored = world.edge.figures().mirroredOf(route, fresh).getFirst().mirrored();
        assertThat(mirrored.copies().failed()).isZero();
        assertThat(mirrored.responses()).containsOnlyKeys(200);
        assertThat(world.edge.figures().findOfRoute(route, fresh)).isEmpty();
    }

    private void divide(int old, int fresh) throws InterruptedException {
        Map<String, Integer> shares = Map.of(hash("old"), old, hash("new"), fresh);
        world.shares.divide(SHOP, shares);
        world.await(() -> weights().equals(shares));
    }

    private Map<String, Integer> weights() {
        return world.edge.routing().backends().stream()
                .filter(b -> b.id().equals("default/shop:80"))
                .findFirst()
                .orElseThrow()
                .revisionWeights();
    }

    private String hash(String deployment) {
        return world
                .cluster
                .resources(Kinds.REPLICA_SET)
                .list(ListQuery.inNamespace("default"))
                .items()
                .stream()
                .filter(set -> set.key().name().startsWith(deployment + "-"))
                .map(ReplicaSet::metadata)
                .map(metadata -> metadata.labels().get("pod-template-hash"))
                .findFirst()
                .orElseThrow();
    }

    private Supplier<String> host(String name) {
        return () -> world.get("/", name).body();
    }

    private ServiceAddresses.PortAddress address(int port) {
        return world.edge.serviceAddresses().of(SHOP).stream()
                .filter(address -> address.port() == port)
                .findFirst()
                .orElseThrow();
    }

    private static int newAmong(Supplier<String> request) {
        int found = 0;
        for (int i = 0; i < REQUESTS; i++) {
            String answer = request.get();
            assertThat(answer).isIn("old:v1", "new:v1");
            found += answer.equals("new:v1") ? 1 : 0;
        }
        return found;
    }

    /// One request on a connection of its own, so that connections are what is divided.
    private static String overTcp(ServiceAddresses.PortAddress at) {
        try (Socket socket = new Socket(InetAddress.ofLiteral(at.address()), at.boundPort())) {
            socket.getOutputStream()
                    .write(
                            "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.ISO_8859_1));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
