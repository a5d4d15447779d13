package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.AdverseCluster;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rollout controller sees its cluster late, twice, in the wrong order, and its writes fail;
/// users must not notice. The seed is the parameter.
class RolloutAdversityTest {
    private static final String STEPS =
            "[{setWeight: 25}, {pause: {duration: 20}}, {setWeight: 50}]";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void releasesAndUndoesWithoutLoss(long seed) throws InterruptedException {
        try (ReleaseWorld world = new ReleaseWorld(seed, AdverseCluster.Severity.usual())) {
            world.deployRouted(STEPS);
            world.traffic.start(50);
            world.release("shop:v2");
            world.await(
                    () -> "Healthy".equals(world.phase()) && world.pods("shop:v2") == 4,
                    Duration.ofMinutes(20));
            world.imageFails("shop:v3", 0.5);
            world.release("shop:v3");
            world.awaitPhase("Degraded");
            world.await(() -> world.pods("shop:v3") == 0, Duration.ofMinutes(5));
            Objects.requireNonNull(world.adverse).calmDown();
            world.advance(Duration.ofMinutes(2));
            assertThat(world.weight()).isZero();
            assertThat(world.pods("shop:v2")).isEqualTo(4);
            assertThat(world.pods("shop:v1")).isZero();
            assertThat(world.sets()).hasSize(3);
            assertThat(world.traffic.lost()).as("of " + world.traffic.sent()).isZero();
        }
    }
}
