package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.MortalCluster;
import dev.slipway.model.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Releases of one service that overlap, are superseded, aborted, retried and undone, in an order
/// drawn from a seed, by servers that are killed now and then. What must always hold is checked
/// after each write and whenever everything is at rest; in the end the last version wanted runs.
class RolloutSimulationTest {
    private static final int SEEDS = Integer.getInteger("slipway.seeds", 10);
    private static final int ACTIONS = 25;
    private static final List<String> IMAGES = List.of("shop:v1", "shop:v2", "shop:v3", "shop:v4");
    private static final List<String> STEPS =
            List.of(
                    "[{setWeight: 25}, {pause: {duration: 5}}, {setWeight: 50}, {pause: {}}]",
                    "[{setCanaryScale: {replicas: 2}}, {setWeight: 10}, {pause: {duration: 3}},"
                            + " {setCanaryScale: {matchTrafficWeight: true}}, {setWeight: 60}]",
                    "[{setCanaryScale: {replicas: 1}}, {setHeaderRoute: {name: beta, match:"
                            + " [{headerName: X-Beta, headerValue: {exact: 'yes'}}]}},"
                            + " {pause: {duration: 5}}, {setWeight: 40}]",
                    "[]");

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverIsDoneTrafficIsSafe(long seed) throws InterruptedException {
        try (ReleaseWorld world = new ReleaseWorld(seed, null)) {
            new Course(world, seed).run();
        } catch (AssertionError e) {
            throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
        }
    }

    /// One seed's course of events.
    private static final class Course {
        private final ReleaseWorld world;
        private final Random random;
        private final boolean shrinks;
        private final boolean takesTurns;
        private final Invariants invariants;
        private final List<String> story = new ArrayList<>();
        private @Nullable MortalCluster server;

        Course(ReleaseWorld world, long seed) {
            this.world = world;
            this.random = new Random(seed);
            this.takesTurns = random.nextInt(4) == 0;
            this.shrinks = !takesTurns && random.nextInt(3) == 0;
            this.invariants = new Invariants(world, 100, shrinks);
        }

        void run() throws InterruptedException {
            String steps = pick(STEPS);
            if (takesTurns) {
                world.deployPingPong(steps);
            } else {
                world.deployRouted(
                        steps,
                        shrinks ? "dynamicStableScale: true" : "",
                        "managedRoutes: [{name: beta}]");
            }
            world.traffic.start(20);
            world.restart(observed());
            world.simulation.add(this::restartIfDead);
            try {
                for (int i = 0; i < ACTIONS; i++) {
                    act();
                    world.simulation.settle();
                    invariants.holdAtRest();
                    world.advance(Duration.ofMillis(random.nextInt(20_000)));
                    invariants.holdAtRest();
                }
                endWell();
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n  after " + story, e);
            }
            assertThat(world.traffic.lost()).as("requests lost after " + story).isZero();
        }

        /// The server's own view, with a death ahead.
        private MortalCluster observed() {
            int write = 20 + random.nextInt(80);
            server =
                    new MortalCluster(
                            world.cluster,
                            new MortalCluster.Death(write, random.nextBoolean()),
                            invariants::holdAtEachWrite);
            return server;
        }

        private boolean restartIfDead() {
            boolean dead = server != null && server.isDead();
            if (dead) {
                world.restart(observed());
            }
            return dead;
        }

        private void act() {
            try {
                story.add(actOnce());
            } catch (ApiException e) {
                // What was drawn cannot be done now, which is part of it.
                story.add("refused");
            }
        }

        private String actOnce() {
            return switch (random.nextInt(12)) {
                case 0, 1, 2 -> {
                    String image = pick(IMAGES);
                    world.release(image);
                    yield image;
                }
                case 3 -> {
                    world.actions.abort(ReleaseWorld.SHOP);
                    yield "abort";
                }
                case 4 -> {
                    world.actions.retry(ReleaseWorld.SHOP);
                    yield "retry";
                }
                case 5, 6 -> {
                    world.actions.promote(ReleaseWorld.SHOP);
                    yield "promote";
                }
                case 7 -> {
                    world.actions.promoteFull(ReleaseWorld.SHOP);
                    yield "promote full";
                }
                case 8 -> {
                    world.actions.undo(ReleaseWorld.SHOP, 0);
                    yield "undo";
                }
                case 9 -> {
                    boolean paused = random.nextBoolean();
                    world.actions.pause(ReleaseWorld.SHOP, paused);
                    yield paused ? "pause" : "resume";
                }
                case 10 -> {
                    world.restart(observed());
                    yield "restart";
                }
                default -> {
                    int replicas = 1 + random.nextInt(6);
                    world.patch("spec: {replicas: " + replicas + "}");
                    yield replicas + " replicas";
                }
            };
        }

        /// Nobody interferes any more, and somebody promotes whatever waits.
        private void endWell() throws InterruptedException {
            String image = "shop:v5";
            world.actions.pause(ReleaseWorld.SHOP, false);
            world.release(image);
            story.add("at last " + image);
            world.simulation.settle();
            world.actions.promoteFull(ReleaseWorld.SHOP);
            world.awaitPhase("Healthy");
            world.advance(Duration.ofMinutes(1));
            int replicas = world.shop().spec().replicasWanted();
            assertThat(world.pods(image)).isEqualTo(replicas);
            assertThat(world.sets()).filteredOn(set -> Scene.wanted(set) > 0).hasSize(1);
            invariants.holdAtRest();
        }

        private String pick(List<String> from) {
            return from.get(random.nextInt(from.size()));
        }
    }
}
