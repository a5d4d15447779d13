package dev.slipway.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.AdverseCluster;
import dev.slipway.controller.testing.MortalCluster;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The release controller sees its cluster late, twice, in the wrong order, and its writes fail;
/// releases must end as they do in a good one. The seed is the parameter.
class ReleaseAdversityTest {
    private static final String STAGES =
            "stages: [{weight: 25}, {weight: 50, pause: {duration: 30s}}]";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void releasesAndGoesBack(long seed) throws InterruptedException {
        try (ReleaseWorld world = new ReleaseWorld(seed, AdverseCluster.Severity.usual())) {
            world.restart(MortalCluster.Death.NEVER);
            world.deploy();
            world.release("v2", STAGES);
            world.awaitPhase("Healthy");
            assertThat(world.runs("v2")).isTrue();
            world.release("v3", STAGES);
            world.await(() -> "2/3".equals(world.shop().status().stage()), Duration.ofMinutes(30));
            world.abort("back");
            world.awaitPhase("Degraded");
            world.await(() -> world.runs("v2"), Duration.ofMinutes(30));
            world.calmDown();
            world.advance(Duration.ofMinutes(2));
            assertThat(world.runs("v2")).isTrue();
            assertThat(world.isUnmarked()).isTrue();
            assertThat(world.hasConfig("v2", true)).isTrue();
            assertThat(world.generations()).containsExactly(4L, 4L, 4L);
        }
    }
}
