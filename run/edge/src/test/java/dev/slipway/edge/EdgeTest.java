package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.controller.Informers;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Gateway;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.proxy.Proxy;
import dev.slipway.proxy.ProxyConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The edge as a whole, with real sockets.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeTest {
    /// Rollouts under load; more with `-Dslipway.rollouts=50`.
    private static final int ROLLOUTS = Integer.getInteger("slipway.rollouts", 5);

    private static final int CLIENTS = 8;

    private EdgeWorld world;

    @BeforeAll
    void open() throws InterruptedException {
        world = new EdgeWorld();
        world.deploy("shop", 3);
        world.deploy("lonely", 1);
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void rollingUpdatesLoseNoRequest() throws InterruptedException {
        try (Load load = new Load(world.edge.httpPort(), "shop.default.localhost", CLIENTS)) {
            for (int i = 2; i < 2 + ROLLOUTS; i++) {
                String image = "shop:v" + i;
                world.roll("shop", image);
                world.await(() -> load.answers(image) > 0);
            }
            assertThat(load.failures()).isEmpty();
            assertThat(load.sent()).isPositive();
        }
    }

    @Test
    void singlePodIsReplacedWithoutLoss() throws InterruptedException {
        try (Load load = new Load(world.edge.httpPort(), "lonely.default.localhost", CLIENTS)) {
            for (int i = 2; i < 2 + ROLLOUTS; i++) {
                String image = "lonely:v" + i;
                world.roll("lonely", image);
                world.await(() -> load.answers(image) > 0);
            }
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void scalingUpAndDownLosesNoRequest() throws InterruptedException {
        try (Load load = new Load(world.edge.httpPort(), "shop.default.localhost", CLIENTS)) {
            for (int replicas : new int[] {6, 1, 4, 3}) {
                world.merge(Kinds.DEPLOYMENT, "shop", "spec: {replicas: " + replicas + "}");
                world.awaitComplete("shop");
            }
            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void clusterAddressReachesTheService() throws InterruptedException {
        ObjectKey shop = new ObjectKey("default", "shop");
        world.await(() -> world.edge.serviceAddresses().of(shop).size() == 1);
        ServiceAddresses.PortAddress address = world.edge.serviceAddresses().of(shop).getFirst();
        assertThat(address.port()).isEqualTo(80);
        assertThat(address.http()).isTrue();
        URI uri = URI.create("http://" + address.address() + ":" + address.boundPort() + "/");
        assertThat(world.get(uri, "shop").body()).startsWith("shop:v");
        assertThat(world.edge.serviceAddresses().inNamespace("default")).contains(address);
    }

    @Test
    void gatewayAndRouteServeAndSaySo() throws InterruptedException {
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
                  hostnames: [shop.example]
                  rules: [{backendRefs: [{name: shop, port: 80}]}]
                """);
        world.await(() -> world.get("/", "shop.example").statusCode() == 200);
        world.await(() -> isAccepted(world.find(Kinds.HTTP_ROUTE, "shop")));
        world.await(() -> isProgrammed(world.find(Kinds.GATEWAY, "web")));
        world.await(() -> attachedRoutes() == 1);
        Gateway gateway = world.find(Kinds.GATEWAY, "web");
        assertThat(gateway.status().addresses().getFirst().value()).isEqualTo("127.0.0.1");
        assertThat(world.edge.addresses().all())
                .contains(
                        new EdgeAddresses.Address(
                                "HTTPRoute",
                                new ObjectKey("default", "shop"),
                                URI.create("http://shop.example:" + world.edge.httpPort() + "/")));
        String revision =
                world.edge.figures().all().stream()
                        .filter(f -> f.routeKind().equals("HTTPRoute"))
                        .map(EdgeFigures.RevisionFigures::revision)
                        .filter(r -> !r.isEmpty())
                        .findFirst()
                        .orElseThrow();
        EdgeFigures.Totals totals =
                world.edge
                        .figures()
                        .findOfRoute(new ObjectKey("default", "shop"), revision)
                        .orElseThrow();
        assertThat(totals.requests()).isPositive();
        assertThat(totals.serverErrors()).isZero();
    }

    @Test
    void ingressServesHttpsWithTheCertificateOfItsSecret(@TempDir Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        TestCertificate certificate = new TestCertificate(folder);
        world.create(certificate.secret("shop-tls"));
        world.create(
                """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: shop, namespace: default}
                spec:
                  tls: [{hosts: [localhost], secretName: shop-tls}]
                  rules:
                  - host: localhost
                    http:
                      paths:
                      - {path: /, pathType: Prefix, backend: {service: {name: shop, port: {name: http}}}}
                """);
        world.await(() -> world.edge.tlsPort() != 0);
        URI uri = URI.create("https://localhost:" + world.edge.tlsPort() + "/");
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(certificate.trusting()).build()) {
            HttpResponse<String> response =
                    client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.body()).startsWith("shop:v");
        }
        world.await(() ->
                !world.find(Kinds.INGRESS, "shop").status().loadBalancer().ingress().isEmpty());
    }

    @Test
    void edgePortThatIsTakenIsSaid() {
        EdgeConfig config = EdgeConfig.defaults().withPorts(world.edge.httpPort(), 0);
        try (Informers informers = new Informers(world.cluster, world.time);
                Edge second =
                        new Edge(
                                config,
                                new Proxy(ProxyConfig.defaults()),
                                informers,
                                world.cluster,
                                RevisionShares.none(),
                                world.time)) {
            informers.start();
            assertThatThrownBy(second::start)
                    .isInstanceOf(EdgePortException.class)
                    .hasMessageContaining("127.0.0.1:" + world.edge.httpPort())
                    .hasMessageContaining("--edge-port");
        }
    }

    private int attachedRoutes() {
        return world.find(Kinds.GATEWAY, "web").status().listeners().getFirst().attachedRoutes();
    }

    private static boolean isAccepted(HttpRoute route) {
        List<HttpRoute.ParentStatus> parents = route.status().parents();
        return !parents.isEmpty()
                && Condition.isTrue(parents.getFirst().conditions(), "Accepted")
                && Condition.isTrue(parents.getFirst().conditions(), "ResolvedRefs");
    }

    private static boolean isProgrammed(Gateway gateway) {
        return Condition.isTrue(gateway.status().conditions(), "Accepted")
                && Condition.isTrue(gateway.status().conditions(), "Programmed");
    }
}
