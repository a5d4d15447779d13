package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.AdverseCluster;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.Service;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Deployments that a Rollout carries out, under traffic: nothing is lost on the way in or out.
class DeploymentTakeoverTest {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private ReleaseWorld world = new ReleaseWorld();

    @BeforeEach
    void start() throws InterruptedException {
        Cluster seen = world.adverse == null ? world.cluster : world.adverse;
        Informers informers = world.simulation.add(new Informers(seen, world.time));
        world.simulation.add(new DeploymentTakeover(seen, informers, world.time));
        world.create(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop, namespace: default}
                spec:
                  replicas: 4
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec:
                      containers:
                      - {name: shop, image: "shop:v1", ports: [{containerPort: 8080}]}
                """);
        world.await(() -> ready("shop:v1") == 4, LIMIT);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void byPods() throws InterruptedException {
        world.service("shop");
        world.advance(Duration.ofSeconds(2));
        world.traffic.start(50);
        annotate("slipway.dev/guard: strict");
        world.await(this::isHeld, LIMIT);
    }

    private void byRoute() throws InterruptedException {
        world.service("shop-stable");
        world.service("shop-canary");
        world.create(
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: shop, namespace: default}
                spec:
                  rules:
                  - backendRefs:
                    - {name: shop-stable, port: 80}
                    - {name: shop-canary, port: 80, weight: 0}
                """);
        world.advance(Duration.ofSeconds(2));
        world.traffic.start(50);
        annotate(
                "slipway.dev/guard: normal, slipway.dev/guard-route: shop,"
                        + " slipway.dev/guard-services: 'shop-stable,shop-canary'");
        world.await(this::isHeld, LIMIT);
    }

    @Test
    void deploymentsThatNobodyAskedForAreLeftAlone() throws InterruptedException {
        world.advance(Duration.ofMinutes(1));
        annotate("slipway.dev/guard: 'off'");
        world.advance(Duration.ofMinutes(1));
        assertThat(world.all(Kinds.ROLLOUT)).isEmpty();
        assertThat(isHeld()).isFalse();
    }

    @Test
    void goodVersionIsReleasedStepByStep() throws InterruptedException {
        byPods();
        patch("spec: " + image("shop:v2"));
        world.await(() -> world.pods("shop:v2") == 1, LIMIT);
        world.await(() -> ready("shop:v2") == 4 && ready("shop:v1") == 0, LIMIT);
        assertThat(isHeld()).isTrue();
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void badVersionIsTakenBackAndNotHandedOver() throws InterruptedException {
        byPods();
        world.imageFails("shop:v2", .5);
        patch("spec: " + image("shop:v2"));
        world.await(() -> world.phase().equals("Degraded") && ready("shop:v2") == 0, LIMIT);
        annotate("slipway.dev/guard: null");
        world.advance(Duration.ofMinutes(5));
        assertThat(ready("shop:v1")).isEqualTo(4);
        assertThat(ready("shop:v2")).isZero();
        assertThat(world.eventReasons()).contains("GuardStays");
        patch("spec: " + image("shop:v1"));
        world.await(this::isAlone, LIMIT);
        assertThat(ready("shop:v1")).isEqualTo(4);
    }

    @Test
    void manifestAppliedWithReplicasStartsNothingUnwatched() throws InterruptedException {
        byPods();
        world.imageFails("shop:v2", .5);
        patch("spec: {replicas: 6, " + image("shop:v2").substring(1));
        world.await(() -> world.phase().equals("Degraded") && ready("shop:v2") == 0, LIMIT);
        world.advance(Duration.ofMinutes(1));
        assertThat(isHeld()).isTrue();
        assertThat(ready("shop:v1")).isEqualTo(6);
        assertThat(world.all(Kinds.POD).stream().map(DeploymentTakeoverTest::owner))
                .allMatch("shop"::equals);
    }

    @Test
    void podsAreHandedBackBeforeTheRolloutGoes() throws InterruptedException {
        byPods();
        annotate("slipway.dev/guard: null");
        world.await(this::isAlone, LIMIT);
        world.advance(Duration.ofMinutes(1));
        assertThat(ready("shop:v1")).isEqualTo(4);
        assertThat(world.podNames()).hasSize(4);
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void routeDividesTheTrafficAndServicesAreFreedAfterwards() throws InterruptedException {
        byRoute();
        patch("spec: " + image("shop:v2"));
        world.await(() -> world.weight() == 5, LIMIT);
        world.await(
                () ->
                        world.phase().equals("Healthy")
                                && ready("shop:v2") == 4
                                && world.weight() == 0,
                LIMIT);
        annotate("slipway.dev/guard: null");
        world.await(this::isAlone, LIMIT);
        world.advance(Duration.ofMinutes(1));
        assertThat(ready("shop:v2")).isEqualTo(4);
        assertThat(world.podNames()).hasSize(4);
        assertThat(world.all(Kinds.SERVICE))
                .allMatch(service -> selector(service).equals("{app=shop}"));
        assertThat(world.traffic.lost()).isZero();
    }

    /// The controllers see their cluster late, twice, in the wrong order, and their writes fail.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void nothingIsLostInAnAdverseCluster(long seed) throws InterruptedException {
        world.close();
        world = new ReleaseWorld(seed, AdverseCluster.Severity.usual());
        start();
        byRoute();
        patch("spec: {replicas: 5, " + image("shop:v2").substring(1));
        world.await(() -> isHeld() && ready("shop:v2") == 5 && ready("shop:v1") == 0, LIMIT);
        annotate("slipway.dev/guard: null");
        world.await(this::isAlone, LIMIT);
        Objects.requireNonNull(world.adverse).calmDown();
        world.await(() -> world.podNames().size() == 5, LIMIT);
        assertThat(world.traffic.lost()).as("of " + world.traffic.sent()).isZero();
    }

    @Test
    void deploymentGetsPodsIfSomebodyDeletesItsRollout() throws InterruptedException {
        byPods();
        annotate("slipway.dev/guard: null");
        world.cluster
                .resources(Kinds.ROLLOUT)
                .delete(ReleaseWorld.SHOP, DeleteOptions.background());
        world.await(this::isAlone, LIMIT);
        assertThat(ready("shop:v1")).isEqualTo(4);
    }

    @Test
    void autoscaledDeploymentsAreLeftAlone() throws InterruptedException {
        world.create(
                """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: shop, namespace: default}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
                  maxReplicas: 5
                """);
        world.advance(Duration.ofSeconds(2));
        annotate("slipway.dev/guard: strict");
        world.advance(Duration.ofMinutes(1));
        assertThat(world.all(Kinds.ROLLOUT)).isEmpty();
        assertThat(world.eventReasons()).contains("GuardNotTaken");
    }

    private static String selector(Service service) {
        return service.spec().selector().toString();
    }

    private static String owner(Pod pod) {
        boolean ofRollout = pod.metadata().labels().containsKey(Rollout.POD_TEMPLATE_HASH);
        return ofRollout ? "shop" : "the Deployment itself";
    }

    private boolean isHeld() {
        Deployment found = deployment();
        return Objects.equals(found.spec().replicas(), 0)
                && Takeover.isPaused(found)
                && Takeover.isHeld(found)
                && world.all(Kinds.POD).stream()
                        .allMatch(pod -> owner(pod).equals("shop") || isGoing(pod));
    }

    private static boolean isGoing(Pod pod) {
        return pod.metadata().isBeingDeleted();
    }

    private boolean isAlone() {
        return world.all(Kinds.ROLLOUT).isEmpty() && Takeover.isComplete(deployment());
    }

    private Deployment deployment() {
        return world.cluster.resources(Kinds.DEPLOYMENT).find(ReleaseWorld.SHOP).orElseThrow();
    }

    private long ready(String image) {
        return world.all(Kinds.POD).stream()
                .filter(pod -> pod.status().isReady() && !isGoing(pod))
                .filter(pod -> image.equals(pod.spec().containers().getFirst().image()))
                .count();
    }

    private static String image(String image) {
        return "{template: {spec: {containers: [{name: shop, image: '"
                + image
                + "', ports: [{containerPort: 8080}]}]}}}";
    }

    private void annotate(String annotations) {
        patch("metadata: {annotations: {" + annotations + "}}");
    }

    private void patch(String yaml) {
        world.cluster
                .resources(Kinds.DEPLOYMENT)
                .patch(
                        new ObjectKey("default", "shop"),
                        new Patch.MergePatch(ReleaseWorld.yaml(yaml)));
    }
}
