package dev.slipway.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Releases with requests: what the guard of one member finds decides for all of them.
class ReleaseTrafficTest {
    private static final String STAGES =
            "stages: [{weight: 25}, {weight: 50, pause: {duration: 30s}}]";

    /// So many requests a version that fails half of them may get at most.
    private static final long BAD_REQUESTS_MAX = 400;

    private final ReleaseWorld world = new ReleaseWorld();

    @BeforeEach
    void deploy() throws InterruptedException {
        world.deploy();
        world.traffic.start(100);
        world.advance(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void goesForwardWhileTheGuardFindsNothing() throws InterruptedException {
        world.release("v2", STAGES);
        world.awaitPhase("Healthy");
        assertThat(world.runs("v2")).isTrue();
        assertThat(world.hasConfig("v2", true)).isTrue();
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void goesBackAsAWholeWhenTheGuardOfOneMemberFindsItWorse() throws InterruptedException {
        world.traffic.imageFails("mail:v2", 0.5);
        world.release("v2", STAGES);
        world.awaitPhase("Degraded");
        world.await(() -> world.runs("v1") && world.isUnmarked(), Duration.ofMinutes(5));
        assertThat(world.hasConfig("old", false)).isTrue();
        assertThat(world.shop().status().message()).startsWith("Went back: Deployment mail: ");
        assertThat(world.traffic.sentTo("mail:v2")).isBetween(1L, BAD_REQUESTS_MAX);
        assertThat(world.traffic.lost()).isZero();
        assertThat(world.events()).contains("ReleaseAbandoned", "ReleaseWentBack");
    }

    @Test
    void goesBackAsAWholeWhenOneMemberTurnsWorseAfterThePromotion() throws InterruptedException {
        world.release("v2", STAGES);
        world.awaitPhase("Healthy");
        world.advance(Duration.ofSeconds(40));
        world.traffic.imageFails("mail:v2", 0.5);
        world.awaitPhase("Degraded");
        world.await(() -> world.runs("v1") && world.isUnmarked(), Duration.ofMinutes(5));
        assertThat(world.hasConfig("old", false)).isTrue();
        assertThat(world.shop().status().message()).startsWith("Went back: Deployment mail: ");
        assertThat(world.traffic.lost()).isZero();
    }
}
