package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Options of Rollouts that change how a release goes.
class RolloutOptionsTest {
    private final ReleaseWorld world = new ReleaseWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aVersionWithPodsHasAsManyAsItIsToHaveAtLeast() throws InterruptedException {
        world.deployRouted("[{setWeight: 5}, {pause: {}}]", "minPodsPerReplicaSet: 3", "");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        assertThat(world.weight()).isEqualTo(5);
        assertThat(world.pods("shop:v2")).isEqualTo(3);
    }

    @Test
    void allRoutesGetTheSameWeight() throws InterruptedException {
        world.create(
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: admin, namespace: default}
                spec:
                  rules:
                  - backendRefs:
                    - {name: shop-stable, port: 80}
                    - {name: shop-canary, port: 80}
                """);
        world.deployRouted("[{setWeight: 25}, {pause: {}}, {setWeight: 60}, {pause: {}}]");
        world.patch(
                "spec: {strategy: {canary: {trafficRouting: {plugins: {argoproj-labs/gatewayAPI:"
                        + " {httpRoute: null, httpRoutes: [{name: shop}, {name: admin}]}}}}}}");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        assertThat(weights("admin")).containsExactly(75, 25);
        assertThat(weights("shop")).containsExactly(75, 25);
        // A step is done only once every route has its weight.
        world.actions.promote(ReleaseWorld.SHOP);
        world.await(() -> weights("admin").equals(List.of(40, 60)), Duration.ofMinutes(1));
        assertThat(weights("shop")).containsExactly(40, 60);
        world.actions.abort(ReleaseWorld.SHOP);
        world.awaitPhase("Degraded");
        assertThat(weights("admin")).containsExactly(100, 0);
        assertThat(weights("shop")).containsExactly(100, 0);
    }

    @Test
    void undecidedVersionWaitsForAPersonIfThatIsWanted() throws InterruptedException {
        world.deployRouted("[{setWeight: 25}, {setWeight: 50}]");
        world.patch("metadata: {annotations: {slipway.dev/guard-undecided: pause}}");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        assertThat(world.shop().status().message()).isEqualTo("GuardUndecided");
        assertThat(world.weight()).isEqualTo(25);
        world.advance(Duration.ofMinutes(30));
        assertThat(world.phase()).isEqualTo("Paused");
        world.actions.promote(ReleaseWorld.SHOP);
        world.await(() -> world.weight() > 25, Duration.ofMinutes(10));
    }

    @Test
    void namespaceSaysThatUndecidedVersionsWait() throws InterruptedException {
        ofNamespace("slipway.dev/guard-undecided: pause");
        world.deployRouted("[{setWeight: 25}, {setWeight: 50}]");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        assertThat(world.shop().status().message()).isEqualTo("GuardUndecided");
    }

    @Test
    void namespaceSaysHowLongPromotedVersionsAreWatched() throws InterruptedException {
        ofNamespace("slipway.dev/guard-watch: 10m");
        world.deployRouted("[{setWeight: 50}]");
        world.traffic.start(100);
        world.release("shop:v2");
        world.awaitPhase("Healthy");
        assertThat(world.shop().status().previous()).isNotNull();
        world.advance(Duration.ofMinutes(9));
        assertThat(world.shop().status().previous()).isNotNull();
        world.advance(Duration.ofMinutes(2));
        assertThat(world.shop().status().previous()).isNull();
    }

    @Test
    void templateOfAReplicaSetIsReleased() throws InterruptedException {
        world.service("shop");
        world.create(
                """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: api, namespace: default}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec: {containers: [{name: shop, image: "shop:v1"}]}
                """);
        world.create(
                """
                apiVersion: argoproj.io/v1alpha1
                kind: Rollout
                metadata: {name: shop, namespace: default}
                spec:
                  replicas: 4
                  workloadRef: {apiVersion: apps/v1, kind: ReplicaSet, name: api}
                  strategy: {canary: {steps: [{setWeight: 25}, {pause: {}}]}}
                """);
        world.awaitPhase("Healthy");
        assertThat(world.podNames()).hasSize(4).allMatch(name -> name.startsWith("shop-"));
        world.cluster
                .resources(Kinds.REPLICA_SET)
                .patch(
                        new ObjectKey("default", "api"),
                        new Patch.MergePatch(
                                ReleaseWorld.yaml(
                                        "spec: {template: {spec: {containers: [{name: shop, image:"
                                                + " 'shop:v2'}]}}}")));
        world.await(() -> "Paused".equals(world.phase()), Duration.ofMinutes(2));
        assertThat(world.podNames()).hasSize(4);
    }

    @Test
    void blueGreenGoesBackByItselfIfThePromotedVersionTurnsBad() throws InterruptedException {
        world.deployBlueGreen("autoPromotionEnabled: true");
        world.traffic.start(200);
        world.advance(Duration.ofMinutes(3));
        String good = world.selectedBy("shop");
        world.release("shop:v2");
        world.awaitPhase("Healthy");
        world.advance(Duration.ofSeconds(60));
        assertThat(world.pods("shop:v1")).isZero();
        world.imageFails("shop:v2", 0.5);
        world.awaitPhase("Degraded");
        assertThat(world.shop().status().message()).contains("after it was promoted");
        world.await(() -> world.selectedBy("shop").equals(good), Duration.ofMinutes(2));
        world.advance(Duration.ofMinutes(2));
        assertThat(world.shop().status().stableRS()).isEqualTo(good);
        assertThat(world.pods("shop:v1")).isEqualTo(4);
        assertThat(world.pods("shop:v2")).isZero();
        assertThat(world.traffic.lost()).isZero();
    }

    private void ofNamespace(String annotation) {
        String change = "metadata: {annotations: {" + annotation + "}}";
        world.cluster
                .resources(Kinds.NAMESPACE)
                .patch(
                        ObjectKey.clusterWide("default"),
                        new Patch.MergePatch(ReleaseWorld.yaml(change)));
    }

    /// Of the stable and the canary service.
    private List<Integer> weights(String route) {
        return world
                .cluster
                .resources(Kinds.HTTP_ROUTE)
                .find(new ObjectKey("default", route))
                .orElseThrow()
                .spec()
                .rules()
                .getFirst()
                .backendRefs()
                .stream()
                .map(HttpRoute.BackendReference::effectiveWeight)
                .map(Objects::requireNonNull)
                .toList();
    }
}
