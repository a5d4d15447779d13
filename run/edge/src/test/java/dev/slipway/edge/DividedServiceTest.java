package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.ListQuery;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
