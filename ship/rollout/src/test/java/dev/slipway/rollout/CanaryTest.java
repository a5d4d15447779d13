package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.kinds.HttpRoute;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What canary steps and options ask for, one at a time, in simulated time.
class CanaryTest {
    private final ReleaseWorld world = new ReleaseWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void scaleIsSetApartFromWeight() throws InterruptedException {
        world.deployRouted(
                "[{setCanaryScale: {replicas: 3}}, {pause: {}}, {setWeight: 25}, {pause: {}},"
                        + " {setCanaryScale: {matchTrafficWeight: true}}, {pause: {}}]");
        world.traffic.start(100);
        world.release("shop:v2");
        world.awaitPhase("Paused");
        assertThat(world.pods("shop:v2")).isEqualTo(3);
        assertThat(world.weight()).isZero();
        world.actions.promote(ReleaseWorld.SHOP);
        world.await(() -> world.weight() == 25 && step() == 3, Duration.ofMinutes(1));
        assertThat(world.pods("shop:v2")).isEqualTo(3);
        world.actions.promote(ReleaseWorld.SHOP);
        world.await(() -> step() == 5, Duration.ofMinutes(1));
        assertThat(world.pods("shop:v2")).isEqualTo(1);
        assertThat(world.weight()).isEqualTo(25);
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void scaleCanBeAShareOfTheReplicas() throws InterruptedException {
        world.deployRouted("[{setCanaryScale: {weight: 50}}, {pause: {}}]");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        assertThat(world.pods("shop:v2")).isEqualTo(2);
    }

    @Test
    void weightsAreOutOfTheMostThereIs() throws InterruptedException {
        world.deployRouted("[{setWeight: 100}, {pause: {}}]", "", "maxTrafficWeight: 1000");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        assertThat(backends(route().spec().rules().getFirst())).containsExactly(900, 100);
        assertThat(world.pods("shop:v2")).isEqualTo(1);
        world.actions.promote(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        assertThat(backends(route().spec().rules().getFirst())).containsExactly(1000, 0);
    }

    @Test
    void headersLeadToTheNewVersionUntilTheEnd() throws InterruptedException {
        world.deployRouted(
                "[{setCanaryScale: {replicas: 1}}, {setHeaderRoute: {name: beta, match:"
                        + " [{headerName: X-Beta, headerValue: {exact: 'yes'}}]}}, {pause: {}},"
                        + " {setHeaderRoute: {name: beta}}, {pause: {}}]",
                "",
                "managedRoutes: [{name: beta}]");
        world.release("shop:v2");
        world.await(() -> step() == 2, Duration.ofMinutes(1));
        HttpRoute.Rule rule = route().spec().rules().getFirst();
        assertThat(rule.name()).isEqualTo("beta");
        assertThat(rule.matches().getFirst().headers())
                .containsExactly(new HttpRoute.ValueMatch("Exact", "X-Beta", "yes"));
        assertThat(rule.backendRefs())
                .extracting(HttpRoute.BackendReference::name)
                .containsExactly("shop-canary");
        assertThat(world.weight()).isZero();
        world.actions.promote(ReleaseWorld.SHOP);
        world.await(() -> step() == 4, Duration.ofMinutes(1));
        assertThat(route().spec().rules()).hasSize(1);
    }

    @Test
    void abortEndsHeaderRoutesAtOnce() throws InterruptedException {
        world.deployRouted(
                "[{setCanaryScale: {replicas: 1}}, {setHeaderRoute: {name: beta, match:"
                        + " [{headerName: X-Beta, headerValue: {prefix: 'a.b'}}]}}, {pause: {}}]",
                "",
                "managedRoutes: [{name: beta}]");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        assertThat(route().spec().rules().getFirst().matches().getFirst().headers())
                .containsExactly(
                        new HttpRoute.ValueMatch("RegularExpression", "X-Beta", "a\\.b.*"));
        world.actions.abort(ReleaseWorld.SHOP);
        world.awaitPhase("Degraded");
        assertThat(route().spec().rules()).hasSize(1);
    }

    @Test
    void mirroredRequestsGoToBoth() throws InterruptedException {
        world.deployRouted(
                "[{setCanaryScale: {replicas: 1}}, {setMirrorRoute: {name: copy, percentage: 35,"
                        + " match: [{method: {exact: GET}, path: {prefix: /api}}]}}, {pause: {}},"
                        + " {setWeight: 25}, {pause: {}}]",
                "",
                "managedRoutes: [{name: copy}]");
        world.release("shop:v2");
        world.await(() -> step() == 2, Duration.ofMinutes(1));
        HttpRoute.Rule rule = route().spec().rules().getFirst();
        assertThat(rule.filters()).hasSize(1);
        var mirror = Objects.requireNonNull(rule.filters().getFirst().requestMirror());
        assertThat(mirror.backendRef().name()).isEqualTo("shop-canary");
        assertThat(mirror.percent()).isEqualTo(35);
        assertThat(rule.matches().getFirst().method()).isEqualTo("GET");
        world.actions.promote(ReleaseWorld.SHOP);
        world.await(() -> step() == 4, Duration.ofMinutes(1));
        assertThat(route().spec().rules()).allSatisfy(r -> assertThat(backends(r)).contains(25));
    }

    @Test
    void stableShrinksAsTrafficMovesAndGrowsBeforeItReturns() throws InterruptedException {
        world.deployRouted("[{setWeight: 75}, {pause: {}}]", "dynamicStableScale: true", "");
        world.traffic.start(100);
        world.release("shop:v2");
        world.awaitPhase("Paused");
        world.await(() -> world.pods("shop:v1") == 1, Duration.ofMinutes(1));
        assertThat(world.pods("shop:v2")).isEqualTo(3);
        world.actions.abort(ReleaseWorld.SHOP);
        world.await(() -> world.weight() == 0, Duration.ofMinutes(2));
        assertThat(world.pods("shop:v1")).isEqualTo(4);
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void servicesTakeTurnsInBeingTheStableOne() throws InterruptedException {
        world.deployPingPong("[{setWeight: 50}, {pause: {}}]");
        world.traffic.start(100);
        String first = world.selectedBy("shop-stable");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        assertThat(world.weight()).isEqualTo(50);
        world.actions.promote(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        assertThat(world.shop().status().canary().stablePingPong()).isEqualTo("pong");
        assertThat(world.weight()).isEqualTo(100);
        assertThat(world.selectedBy("shop-canary")).isNotEqualTo(first);
        world.release("shop:v3");
        world.awaitPhase("Paused");
        assertThat(world.weight()).isEqualTo(50);
        world.actions.abort(ReleaseWorld.SHOP);
        world.await(() -> world.weight() == 100, Duration.ofMinutes(1));
        world.actions.retry(ReleaseWorld.SHOP);
        world.awaitPhase("Paused");
        world.actions.promote(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        assertThat(world.weight()).isZero();
        assertThat(world.shop().status().canary().stablePingPong()).isEqualTo("ping");
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void releaseCanLimitTheTraffic() throws InterruptedException {
        world.deployRouted("[{setWeight: 50}]");
        world.patch("metadata: {annotations: {slipway.dev/release-limit: '25'}}");
        world.release("shop:v2");
        world.await(() -> world.weight() == 25, Duration.ofMinutes(1));
        world.advance(Duration.ofMinutes(5));
        assertThat(world.weight()).isEqualTo(25);
        world.patch("metadata: {annotations: {slipway.dev/release-limit: '100'}}");
        world.awaitPhase("Healthy");
        assertThat(world.pods("shop:v2")).isEqualTo(4);
    }

    @Test
    void undoMovesTrafficAtOnceWhilePodsAreThere() throws InterruptedException {
        world.deployRouted("[{setWeight: 25}, {pause: {}}]");
        world.traffic.start(100);
        world.release("shop:v2");
        world.awaitPhase("Paused");
        world.actions.promoteFull(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        String good = previous();
        world.actions.undo(ReleaseWorld.SHOP, 0);
        world.await(
                () -> good.equals(world.shop().status().stableRS()) && world.weight() == 0,
                Duration.ofSeconds(1));
        assertThat(world.pods("shop:v1")).isEqualTo(4);
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void undoLongAfterTakesNoStepsEither() throws InterruptedException {
        world.deployRouted("[{setWeight: 25}, {pause: {}}]");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        world.actions.promoteFull(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        world.advance(Duration.ofHours(1));
        assertThat(world.pods("shop:v1")).isZero();
        world.actions.undo(ReleaseWorld.SHOP, 0);
        world.awaitPhase("Healthy");
        assertThat(world.pods("shop:v1")).isEqualTo(4);
    }

    @Test
    void promotedVersionThatTurnsBadGoesBackByItself() throws InterruptedException {
        world.deployRouted("[{setWeight: 50}]");
        world.traffic.start(200);
        world.advance(Duration.ofMinutes(3));
        world.release("shop:v2");
        world.awaitPhase("Healthy");
        world.advance(Duration.ofSeconds(60));
        assertThat(world.pods("shop:v1")).isZero();
        String good = previous();
        world.imageFails("shop:v2", 0.5);
        world.awaitPhase("Degraded");
        assertThat(world.shop().status().message()).contains("after it was promoted");
        assertThat(world.shop().status().stableRS()).isEqualTo(good);
        world.await(() -> world.selectedBy("shop-stable").equals(good), Duration.ofMinutes(2));
        world.advance(Duration.ofMinutes(2));
        assertThat(world.pods("shop:v1")).isEqualTo(4);
        assertThat(world.pods("shop:v2")).isZero();
        assertThat(world.weight()).isZero();
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void podsCarryTheMetadataOfTheirRole() throws InterruptedException {
        world.deployRouted(
                "[{setWeight: 25}, {pause: {}}]",
                "canaryMetadata: {labels: {role: canary}, annotations: {note: new}},"
                        + " stableMetadata: {labels: {role: stable}}",
                "");
        assertThat(world.labelled("role")).containsOnly("stable").hasSize(4);
        world.release("shop:v2");
        world.awaitPhase("Paused");
        assertThat(world.labelled("role"))
                .containsExactlyInAnyOrder("stable", "stable", "stable", "stable", "canary");
        Set<String> before = world.podNames();
        world.actions.promoteFull(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        world.advance(Duration.ofMinutes(1));
        assertThat(world.labelled("role")).containsOnly("stable").hasSize(4);
        assertThat(world.podNames()).as("changed in place").containsAnyElementsOf(before);
        world.actions.undo(ReleaseWorld.SHOP, 0);
        world.awaitPhase("Healthy");
        assertThat(world.sets()).hasSize(2);
    }

    @Test
    void newPodsKeepAwayFromTheStableOnes() throws InterruptedException {
        world.deployRouted(
                "[{setWeight: 25}, {pause: {}}]",
                "antiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: {weight: 3}}",
                "");
        String stable = world.shop().status().stableRS();
        world.release("shop:v2");
        world.awaitPhase("Paused");
        var term =
                world.sets().stream()
                        .filter(set -> ReleaseWorld.image(set).equals("shop:v2"))
                        .findFirst()
                        .orElseThrow()
                        .spec()
                        .template()
                        .at(
                                "/spec/affinity/podAntiAffinity"
                                        + "/preferredDuringSchedulingIgnoredDuringExecution/0");
        assertThat(term.path("weight").asInt()).isEqualTo(3);
        assertThat(term.at("/podAffinityTerm/labelSelector/matchExpressions/0/values/0").asText())
                .isEqualTo(stable);
        world.actions.promoteFull(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        world.release("shop:v1");
        world.awaitPhase("Healthy");
        world.release("shop:v2");
        world.awaitPhase("Healthy");
        assertThat(world.sets()).hasSize(2);
    }

    @Test
    void restartReplacesOldPodsWithoutLoss() throws InterruptedException {
        world.deployRouted("[]");
        world.traffic.start(100);
        world.advance(Duration.ofSeconds(10));
        Set<String> before = world.podNames();
        world.patch("spec: {restartAt: '" + world.time.now().plusSeconds(5) + "'}");
        world.advance(Duration.ofSeconds(4));
        assertThat(world.podNames()).isEqualTo(before);
        world.advance(Duration.ofMinutes(2));
        assertThat(world.podNames()).hasSize(4).doesNotContainAnyElementsOf(before);
        assertThat(world.shop().status().restartedAt()).isEqualTo(world.shop().spec().restartAt());
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void rollbackWithinTheWindowTakesNoSteps() throws InterruptedException {
        world.deployRouted("[{setWeight: 25}, {pause: {}}]");
        world.patch("spec: {rollbackWindow: {revisions: 1}}");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        world.release("shop:v3");
        world.awaitPhase("Paused");
        world.actions.promoteFull(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        world.release("shop:v2");
        world.awaitPhase("Healthy");
        assertThat(world.pods("shop:v2")).isEqualTo(4);
    }

    @Test
    void onlySoManyOldVersionsWaitForTheirEnd() throws InterruptedException {
        world.deployRouted("[]", "scaleDownDelaySeconds: 600, scaleDownDelayRevisionLimit: 1", "");
        world.release("shop:v2");
        world.awaitPhase("Healthy");
        world.release("shop:v3");
        world.awaitPhase("Healthy");
        world.advance(Duration.ofMinutes(1));
        assertThat(world.pods("shop:v1")).isZero();
        assertThat(world.pods("shop:v2")).isEqualTo(4);
        world.advance(Duration.ofMinutes(10));
        assertThat(world.pods("shop:v2")).isZero();
    }

    @Test
    void thresholdLetsAStepPassWithFewerPods() throws InterruptedException {
        world.deployRouted(
                "[{setWeight: 100}, {pause: {}}]",
                "replicaProgressThreshold: {type: Percentage, value: 75}",
                "");
        world.oneNeverReady("shop:v2");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        assertThat(world.weight()).isEqualTo(100);
    }

    private String previous() {
        var previous = Objects.requireNonNull(world.shop().status().previous());
        return Objects.requireNonNull(previous.podTemplateHash());
    }

    private int step() {
        return Objects.requireNonNullElse(world.shop().status().currentStepIndex(), -1);
    }

    private HttpRoute route() {
        return world.cluster.resources(Kinds.HTTP_ROUTE).find(ReleaseWorld.SHOP).orElseThrow();
    }

    private static List<Integer> backends(HttpRoute.Rule rule) {
        return rule.backendRefs().stream()
                .map(HttpRoute.BackendReference::effectiveWeight)
                .toList();
    }
}
