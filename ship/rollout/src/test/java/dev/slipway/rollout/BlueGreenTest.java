package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.AdverseCluster;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.model.kinds.RolloutStatus;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole blue-green releases in simulated time, under traffic to the active service.
class BlueGreenTest {
    private static final String BY_HAND = "autoPromotionEnabled: false";

    private final ReleaseWorld world = new ReleaseWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void firstDeploySelectsItWithBothServices() throws InterruptedException {
        world.deployBlueGreen(BY_HAND);
        String hash = Objects.requireNonNull(world.shop().status().stableRS());
        assertThat(world.selectedBy("shop")).isEqualTo(hash);
        assertThat(world.selectedBy("shop-preview")).isEqualTo(hash);
        assertThat(world.shop().status().blueGreen().activeSelector()).isEqualTo(hash);
    }

    @Test
    void switchesByItselfAndKeepsTheOldPodsForAWhile() throws InterruptedException {
        world.deployBlueGreen("autoPromotionEnabled: true");
        world.traffic.start(200);
        world.release("shop:v2");
        world.awaitPhase("Healthy");
        assertThat(world.selectedBy("shop")).isEqualTo(world.shop().status().currentPodHash());
        assertThat(world.pods("shop:v2")).isEqualTo(4);
        assertThat(world.pods("shop:v1")).isEqualTo(4);
        world.advance(Duration.ofSeconds(31));
        assertThat(world.pods("shop:v1")).isZero();
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void waitsForAPersonWhileOnlyThePreviewSeesTheNewVersion() throws InterruptedException {
        world.deployBlueGreen(BY_HAND);
        String old = world.selectedBy("shop");
        world.traffic.start(200);
        world.release("shop:v2");
        world.awaitPhase("Paused");
        assertThat(world.shop().status().message()).isEqualTo("BlueGreenPause");
        world.advance(Duration.ofMinutes(30));
        assertThat(world.selectedBy("shop")).isEqualTo(old);
        assertThat(world.selectedBy("shop-preview"))
                .isEqualTo(world.shop().status().currentPodHash());
        assertThat(world.traffic.lastRequestTo("shop:v2")).isNull();
        world.actions.promote(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        assertThat(world.selectedBy("shop")).isEqualTo(world.shop().status().currentPodHash());
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void autoPromotionSecondsEndThePause() throws InterruptedException {
        world.deployBlueGreen("autoPromotionSeconds: 60");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        world.advance(Duration.ofSeconds(50));
        assertThat(world.phase()).isEqualTo("Paused");
        world.advance(Duration.ofSeconds(15));
        world.awaitPhase("Healthy");
    }

    @Test
    void aSmallPreviewGrowsOnlyBeforeTheSwitch() throws InterruptedException {
        world.deployBlueGreen(BY_HAND + ", previewReplicaCount: 1");
        world.traffic.start(200);
        world.release("shop:v2");
        world.awaitPhase("Paused");
        assertThat(world.pods("shop:v2")).isEqualTo(1);
        String old = world.selectedBy("shop");
        world.podsBehave(_ -> Behaviour.neverReady());
        world.actions.promote(ReleaseWorld.SHOP);
        world.advance(Duration.ofMinutes(1));
        assertThat(world.pods("shop:v2")).isEqualTo(4);
        assertThat(world.shop().status().blueGreen().scaleUpPreviewCheckPoint()).isTrue();
        assertThat(world.selectedBy("shop")).as("too few pods are ready").isEqualTo(old);
    }

    @Test
    void anAbortedVersionLeavesThePreviewAndItsPodsAfterADelay() throws InterruptedException {
        world.deployBlueGreen(BY_HAND);
        String old = world.selectedBy("shop");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        world.actions.abort(ReleaseWorld.SHOP);
        world.awaitPhase("Degraded");
        assertThat(world.pods("shop:v2")).isEqualTo(4);
        world.advance(Duration.ofSeconds(32));
        assertThat(world.pods("shop:v2")).isZero();
        assertThat(world.selectedBy("shop")).isEqualTo(old);
        assertThat(world.selectedBy("shop-preview")).isEqualTo(old);
        world.actions.retry(ReleaseWorld.SHOP);
        world.awaitPhase("Paused");
        assertThat(world.pods("shop:v2")).isEqualTo(4);
    }

    @Test
    void goingBackWhileTheOldPodsAreThereIsOneSwitch() throws InterruptedException {
        world.deployBlueGreen(BY_HAND);
        world.traffic.start(200);
        String old = world.selectedBy("shop");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        world.actions.promote(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        world.release("shop:v1");
        world.await(() -> world.selectedBy("shop").equals(old), Duration.ofSeconds(3));
        world.awaitPhase("Healthy");
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void aNewerVersionReplacesTheOneInPreview() throws InterruptedException {
        world.deployBlueGreen(BY_HAND + ", scaleDownDelaySeconds: 5");
        String old = world.selectedBy("shop");
        world.release("shop:v2");
        world.awaitPhase("Paused");
        world.release("shop:v3");
        world.await(() -> world.pods("shop:v2") == 0, Duration.ofMinutes(1));
        world.awaitPhase("Paused");
        assertThat(world.selectedBy("shop")).isEqualTo(old);
        assertThat(world.pods("shop:v3")).isEqualTo(4);
        assertThat(world.selectedBy("shop-preview"))
                .isEqualTo(world.shop().status().currentPodHash());
    }

    @Test
    void aLimitKeepsFewerOldVersionsThanTheDelayWould() throws InterruptedException {
        world.deployBlueGreen("scaleDownDelaySeconds: 600, scaleDownDelayRevisionLimit: 1");
        for (String image : new String[] {"shop:v2", "shop:v3"}) {
            world.release(image);
            world.awaitPhase("Healthy");
        }
        world.advance(Duration.ofSeconds(10));
        assertThat(world.pods("shop:v1")).isZero();
        assertThat(world.pods("shop:v2")).isEqualTo(4);
    }

    @Test
    void saysWhenAServiceIsMissing() throws InterruptedException {
        world.deployBlueGreen(BY_HAND);
        world.patch("spec: {strategy: {blueGreen: {previewService: nowhere}}}");
        world.awaitPhase("Degraded");
        RolloutStatus status = world.shop().status();
        assertThat(status.message())
                .isEqualTo(
                        "InvalidSpec: spec.strategy.blueGreen.previewService: service \"nowhere\""
                                + " not found");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void losesNothingOnAnAdverseCluster(long seed) throws InterruptedException {
        try (ReleaseWorld adverse = new ReleaseWorld(seed, AdverseCluster.Severity.usual())) {
            adverse.deployBlueGreen("previewReplicaCount: 1, autoPromotionSeconds: 20");
            adverse.traffic.start(50);
            adverse.release("shop:v2");
            adverse.await(
                    () -> "Healthy".equals(adverse.phase()) && adverse.pods("shop:v2") == 4,
                    Duration.ofMinutes(20));
            adverse.release("shop:v1");
            Objects.requireNonNull(adverse.adverse).calmDown();
            adverse.await(
                    () -> "Healthy".equals(adverse.phase()) && adverse.pods("shop:v1") == 4,
                    Duration.ofMinutes(20));
            adverse.advance(Duration.ofMinutes(2));
            assertThat(adverse.pods("shop:v2")).isZero();
            assertThat(adverse.sets()).hasSize(2);
            assertThat(adverse.traffic.lost()).as("of " + adverse.traffic.sent()).isZero();
        }
    }
}
