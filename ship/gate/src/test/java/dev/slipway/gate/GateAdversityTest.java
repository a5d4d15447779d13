package dev.slipway.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.AdverseCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Releases on a bad line to the cluster, with restarts and with people who change their minds: no
/// limit is broken, no request is lost, and the end is right. More seeds are run with
/// `-Dslipway.seeds=N`.
class GateAdversityTest {
    private static final int SEEDS = Integer.getInteger("slipway.seeds", 2);

    static long[] seeds() {
        return LongStream.rangeClosed(1, SEEDS).toArray();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void releasesAndRefusesWithoutLoss(long seed) throws Exception {
        try (GateWorld world = new GateWorld(seed, AdverseCluster.Severity.usual())) {
            world.deploy("{}");
            world.traffic.start(100);
            world.advance(Duration.ofSeconds(10));
            world.alwaysWithin(5, 3);
            world.release("shop:v2");
            world.awaitRunning("shop:v2");
            world.advance(Duration.ofSeconds(5));
            world.imageFails("shop:v3", 0.5);
            world.release("shop:v3");
            world.await(() -> world.refuses("shop:v3"), Duration.ofMinutes(10));
            Objects.requireNonNull(world.adverse).calmDown();
            world.advance(Duration.ofSeconds(10));
            Instant calm = world.time.now();
            world.awaitRunning("shop:v2");
            world.advance(Duration.ofMinutes(10));

            assertThat(Objects.requireNonNull(world.traffic.lastRequestTo("shop:v3")))
                    .isBefore(calm);
            assertThat(world.traffic.lost()).as("of " + world.traffic.sent()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsRightWhateverPeopleDoMeanwhile(long seed) throws Exception {
        Random random = new Random(seed);
        try (GateWorld world = new GateWorld(seed, null)) {
            world.deploy("{}");
            world.traffic.start(100);
            world.advance(Duration.ofSeconds(10));
            world.imageFails("shop:v3", 0.5);
            for (int i = 0; i < 12; i++) {
                act(world, random);
                world.advance(Duration.ofMillis(random.nextInt(20_000)));
            }
            world.patch("spec: {paused: null, replicas: 5}");
            world.release("shop:v4");
            world.awaitRunning("shop:v4");

            assertThat(world.traffic.lost()).as("of " + world.traffic.sent()).isZero();
            assertThat(world.share("shop:v4")).isEqualTo(100);
        }
    }

    private static void act(GateWorld world, Random random) throws InterruptedException {
        switch (random.nextInt(6)) {
            case 0, 1 -> world.release("shop:v" + (1 + random.nextInt(3)));
            case 2 -> world.patch("spec: {replicas: " + (2 + random.nextInt(7)) + "}");
            case 3 -> world.restart();
            case 4 -> world.annotate("slipway.dev/guard-retry", "" + random.nextInt(9));
            default -> world.patch("spec: {paused: " + random.nextBoolean() + "}");
        }
    }
}
