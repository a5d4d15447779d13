package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// How long a bad version is used: from its first request to its last one, by the whole controller
/// in simulated time. 200 requests a second, of which the stable version fails one in a thousand; a
/// tenth goes to the new one from its first request on.
final class DetectionTest {
    private static final int RUNS = 20;
    private static final String STEPS = "[{setWeight: 10}, {pause: {duration: 600}}]";

    @Test
    void aVersionThatFailsOneInTwentyIsOutInTenSeconds() throws InterruptedException {
        Duration[] used = runs(.05);
        assertThat(used[RUNS / 2]).isLessThan(Duration.ofSeconds(10));
        assertThat(used[RUNS - 1]).isLessThan(Duration.ofSeconds(40));
    }

    @Test
    void aVersionThatFailsAllIsOutInTwoSeconds() throws InterruptedException {
        Duration[] used = runs(1);
        assertThat(used[RUNS / 2]).isLessThan(Duration.ofSeconds(2));
        assertThat(used[RUNS - 1]).isLessThan(Duration.ofSeconds(3));
    }

    private static Duration[] runs(double failures) throws InterruptedException {
        Duration[] used = new Duration[RUNS];
        for (int seed = 0; seed < RUNS; seed++) {
            used[seed] = run(seed, failures);
        }
        Arrays.sort(used);
        return used;
    }

    private static Duration run(long seed, double failures) throws InterruptedException {
        try (ReleaseWorld world = new ReleaseWorld(seed, null)) {
            world.deployRouted(STEPS);
            world.imageFails("shop:v1", .001);
            world.imageFails("shop:v2", failures);
            world.traffic.start(200);
            world.advance(Duration.ofSeconds(20).plusMillis(137 * seed));
            world.release("shop:v2");
            world.awaitPhase("Degraded");
            world.advance(Duration.ofSeconds(5));
            assertThat(world.weight()).isZero();
            return Duration.between(
                    Objects.requireNonNull(world.traffic.firstRequestTo("shop:v2")),
                    Objects.requireNonNull(world.traffic.lastRequestTo("shop:v2")));
        }
    }
}
