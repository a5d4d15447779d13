package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Rollout;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rollouts of the template of a Deployment that was there before.
class WorkloadReferenceTest {
    private static final ObjectKey API = new ObjectKey("default", "api");

    private final ReleaseWorld world = new ReleaseWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private void deploy(String scaleDown) throws InterruptedException {
        world.service("shop");
        world.create(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: api, namespace: default}
                spec:
                  replicas: 4
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec: {containers: [{name: shop, image: "shop:v1"}]}
                """);
        world.simulation.settle();
        world.advance(Duration.ofSeconds(30));
        world.create(
                """
                apiVersion: argoproj.io/v1alpha1
                kind: Rollout
                metadata: {name: shop, namespace: default}
                spec:
                  replicas: 4
                  workloadRef: {apiVersion: apps/v1, kind: Deployment, name: api, scaleDown: HOW}
                  strategy: {canary: {steps: [{setWeight: 25}, {pause: {}}]}}
                """
                        .replace("HOW", scaleDown));
    }

    @Test
    void templateOfTheDeploymentIsReleased() throws InterruptedException {
        deploy("onsuccess");
        world.traffic.start(50);
        world.awaitPhase("Healthy");
        world.advance(Duration.ofMinutes(1));
        assertThat(ownReplicas()).isZero();
        Rollout shop = world.shop();
        assertThat(shop.status().workloadObservedGeneration()).isNotNull();
        assertThat(world.podNames()).hasSize(4).allMatch(name -> name.startsWith("shop-"));
        image("shop:v2");
        world.await(() -> "Paused".equals(world.phase()), Duration.ofMinutes(2));
        assertThat(world.pods("shop:v2")).isEqualTo(1);
        world.actions.promoteFull(ReleaseWorld.SHOP);
        world.await(() -> "Healthy".equals(world.phase()), Duration.ofMinutes(2));
        world.actions.undo(ReleaseWorld.SHOP, 0);
        String before = Objects.requireNonNull(shop.status().stableRS());
        world.await(() -> before.equals(world.shop().status().stableRS()), Duration.ofMinutes(2));
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void deploymentKeepsItsPodsIfWanted() throws InterruptedException {
        deploy("never");
        world.awaitPhase("Healthy");
        world.advance(Duration.ofMinutes(1));
        assertThat(ownReplicas()).isEqualTo(4);
    }

    @Test
    void podsAreTakenAwayAsOthersBecomeAvailable() throws InterruptedException {
        deploy("progressively");
        world.awaitPhase("Healthy");
        world.advance(Duration.ofMinutes(1));
        assertThat(ownReplicas()).isZero();
    }

    @Test
    void missingWorkloadIsSaid() throws InterruptedException {
        deploy("never");
        world.awaitPhase("Healthy");
        world.patch("spec: {workloadRef: {name: nowhere}}");
        world.awaitPhase("Degraded");
        assertThat(world.shop().status().message())
                .isEqualTo("InvalidSpec: spec.workloadRef: Deployment default/nowhere not found");
    }

    private void image(String image) {
        world.cluster
                .resources(Kinds.DEPLOYMENT)
                .patch(
                        API,
                        new Patch.MergePatch(
                                ReleaseWorld.yaml(
                                        "spec: {template: {spec: {containers: [{name: shop, image: '"
                                                + image
                                                + "'}]}}}")));
    }

    private int ownReplicas() {
        return Objects.requireNonNullElse(
                world.cluster.resources(Kinds.DEPLOYMENT).find(API).orElseThrow().spec().replicas(),
                1);
    }
}
