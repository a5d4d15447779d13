package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rollouts without a route, where the numbers of pods split the traffic.
class RatioRolloutTest {
    private final ReleaseWorld world = new ReleaseWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void podsAreReplacedByShareWithoutLoss() throws InterruptedException {
        world.deployByRatio("[{setWeight: 25}, {pause: {}}]");
        world.traffic.start(200);
        world.release("shop:v2");
        world.awaitPhase("Paused");
        assertThat(world.pods("shop:v2")).isEqualTo(1);
        assertThat(world.pods("shop:v1")).isEqualTo(3);
        world.actions.promote(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        assertThat(world.pods("shop:v2")).isEqualTo(4);
        assertThat(world.pods("shop:v1")).isZero();
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void guardTakesAFailingVersionAway() throws InterruptedException {
        world.deployByRatio("[{setWeight: 25}, {pause: {}}]");
        world.traffic.start(200);
        world.imageFails("shop:v2", 0.05);
        world.release("shop:v2");
        world.awaitPhase("Degraded");
        world.await(() -> world.pods("shop:v2") == 0, Duration.ofMinutes(1));
        world.await(() -> world.pods("shop:v1") == 4, Duration.ofMinutes(1));
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void singleReplicaIsNeverMissing() throws InterruptedException {
        world.deployByRatio("[{setWeight: 50}, {pause: {duration: 5}}]");
        world.patch("spec: {replicas: 1}");
        world.awaitPhase("Healthy");
        world.traffic.start(200);
        world.release("shop:v2");
        world.await(() -> world.pods("shop:v1") == 0, Duration.ofMinutes(2));
        world.awaitPhase("Healthy");
        assertThat(world.pods("shop:v2")).isEqualTo(1);
        assertThat(world.traffic.lost()).isZero();
    }
}
