package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.DeleteOptions;
import dev.slipway.client.ListQuery;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Releases one after the other under load: a revision comes, gets more and more of the traffic,
/// and takes the place of the old one or is abandoned. Nobody may notice.
class ReleasesTest {
    /// More with `-Dslipway.releases=200`.
    private static final int RELEASES = Integer.getInteger("slipway.releases", 6);

    private static final ObjectKey SHOP = new ObjectKey("default", "shop");
    private final SplittableRandom random = new SplittableRandom(4711);

    @Test
    void releasesLoseNoRequest() throws InterruptedException {
        try (EdgeWorld world = new EdgeWorld()) {
            String stable = "rev-0";
            world.deployRevision(stable, 2, "shop");
            createWaysIn(world);
            try (Load direct = new Load(world.edge.httpPort(), "shop.default.localhost", 3);
                    Load routed = new Load(world.edge.httpPort(), "shop.route", 3)) {
                for (int i = 1; i <= RELEASES; i++) {
                    String canary = "rev-" + i;
                    world.shares.divide(SHOP, Map.of(hash(world, stable), 100));
                    world.deployRevision(canary, 1 + random.nextInt(2), "shop");
                    boolean good = random.nextInt(3) > 0;
                    lead(world, stable, canary, good ? 100 : 50);
                    if (good) {
                        remove(world, stable);
                        stable = canary;
                        awaitAnswers(world, direct, canary);
                        awaitAnswers(world, routed, canary);
                    } else {
                        share(world, stable, canary, 0);
                        remove(world, canary);
                    }
                }
                assertThat(direct.failures()).isEmpty();
                assertThat(routed.failures()).isEmpty();
                assertThat(direct.sent() + routed.sent()).isGreaterThan(100L * RELEASES);
            }
        }
    }

    private static void createWaysIn(EdgeWorld world) throws InterruptedException {
        world.create(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: shop, namespace: default}
                spec: {selector: {service: shop}, ports: [{name: http, port: 80, targetPort: 8080}]}
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
        world.await(() -> world.get("/", "shop.default.localhost").statusCode() == 200);
        world.await(() -> world.get("/", "shop.route").statusCode() == 200);
    }

    private void lead(EdgeWorld world, String stable, String canary, int goal)
            throws InterruptedException {
        for (int share = 0; share < goal; ) {
            share = Math.min(goal, share + 5 + random.nextInt(40));
            share(world, stable, canary, share);
        }
    }

    private static void share(EdgeWorld world, String stable, String canary, int share)
            throws InterruptedException {
        Map<String, Integer> shares =
                Map.of(hash(world, stable), 100 - share, hash(world, canary), share);
        world.shares.divide(SHOP, shares);
        world.await(
                () -> world.edge.routing().backends().getFirst().revisionWeights().equals(shares));
    }

    private static void awaitAnswers(EdgeWorld world, Load load, String deployment)
            throws InterruptedException {
        long goal = load.answers(deployment + ":v1") + 20;
        world.await(() -> load.answers(deployment + ":v1") >= goal || !load.failures().isEmpty());
    }

    private static void remove(EdgeWorld world, String deployment) throws InterruptedException {
        world.cluster
                .resources(Kinds.DEPLOYMENT)
                .delete(new ObjectKey("default", deployment), DeleteOptions.background());
        world.await(() ->
                world
                        .cluster
                        .resources(Kinds.POD)
                        .list(ListQuery.inNamespace("default"))
                        .items()
                        .stream()
                        .noneMatch(pod -> pod.key().name().startsWith(deployment + "-")));
    }

    private static String hash(EdgeWorld world, String deployment) {
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
}
