package dev.slipway.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Kills the process after a write of a release, in one run after the other: the end is the same.
/// Every thirteenth write of the API is tried, every one with `-Dslipway.restarts.every=1`.
class GateRestartTest {
    private static final int EVERY = Integer.getInteger("slipway.restarts.every", 13);

    /// So many requests to a bad version there may be at most, wherever the process was killed.
    private static final long BAD_REQUESTS_MAX = 400;

    @Test
    void promotesWhereverTheProcessEnds() throws Exception {
        long writes = writes("shop:v2");
        assertThat(writes).isGreaterThan(20);
        for (long at = 1; at <= writes; at += EVERY) {
            try (GateWorld world = begin("shop:v2", at)) {
                world.awaitRunning("shop:v2");
                assertThat(world.traffic.lost()).as("killed at write " + at).isZero();
                assertThat(world.share("shop:v2")).as("killed at write " + at).isEqualTo(100);
            }
        }
    }

    @Test
    void refusesWhereverTheProcessEnds() throws Exception {
        long writes = writes("shop:bad");
        assertThat(writes).isGreaterThan(10);
        for (long at = 1; at <= writes; at += EVERY) {
            try (GateWorld world = begin("shop:bad", at)) {
                world.await(() -> isRefused(world), Duration.ofMinutes(5));
                world.advance(Duration.ofSeconds(30));
                String when = "killed at write " + at;
                assertThat(world.pods("shop:bad")).as(when).isZero();
                assertThat(world.traffic.lost()).as(when).isZero();
                assertThat(world.traffic.sentTo("shop:bad")).as(when).isLessThan(BAD_REQUESTS_MAX);
                assertThat(world.condition("Judged").reason()).as(when).isEqualTo("Worse");
            }
        }
    }

    private static boolean isRefused(GateWorld world) {
        return world.refuses("shop:bad") && world.isRunning("shop:v1");
    }

    /// How many writes a release takes to its end.
    private static long writes(String image) throws InterruptedException {
        try (GateWorld world = begin(image, Long.MAX_VALUE)) {
            long before = world.revision();
            world.await(() -> world.isRunning(image) || isRefused(world), Duration.ofMinutes(30));
            return world.revision() - before;
        }
    }

    private static GateWorld begin(String image, long killAt) throws InterruptedException {
        GateWorld world = new GateWorld();
        world.deploy("{}");
        world.traffic.start(100);
        world.imageFails("shop:bad", 0.5);
        world.advance(Duration.ofSeconds(10));
        world.alwaysWithin(5, 3);
        long from = world.revision();
        boolean[] killed = {killAt == Long.MAX_VALUE};
        world.release(image);
        world.simulation.add(() -> {
            if (!killed[0] && world.revision() - from >= killAt) {
                killed[0] = true;
                world.restart();
                return true;
            }
            return false;
        });
        return world;
    }
}
