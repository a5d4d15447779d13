package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.MortalCluster;
import dev.slipway.model.kinds.Rollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The server is killed at every write that a release makes, before it and after it; another one,
/// which knows only what is in the cluster, has to bring the release to the same end.
class RolloutRestartTest {
    private static final String STEPS =
            "[{setWeight: 25}, {pause: {duration: 3}}, {setWeight: 50}]";
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /// One way a release can go: what is there before, what is done, and how it ends.
    enum Scenario {
        STEPS_TO_THE_END {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deployRouted(STEPS);
            }

            @Override
            void release(ReleaseWorld world) {
                world.release("shop:v2");
            }
        },
        BY_RATIO {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deployByRatio(STEPS);
            }

            @Override
            void release(ReleaseWorld world) {
                world.release("shop:v2");
            }
        },
        SERVICES_THAT_TAKE_TURNS {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deployPingPong("[{setWeight: 50}]");
            }

            @Override
            void release(ReleaseWorld world) {
                world.release("shop:v2");
            }
        },
        SHRINKING_STABLE {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deployRouted("[{setWeight: 50}]", "dynamicStableScale: true", "");
            }

            @Override
            void release(ReleaseWorld world) {
                world.release("shop:v2");
            }
        },
        HEADERS_AND_MIRRORS {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deployRouted(
                        "[{setCanaryScale: {replicas: 1}}, {setHeaderRoute: {name: beta, match:"
                                + " [{headerName: X-Beta, headerValue: {exact: 'yes'}}]}},"
                                + " {setMirrorRoute: {name: copy, match: [{path: {prefix: /}}]}},"
                                + " {setWeight: 50}]",
                        "",
                        "managedRoutes: [{name: beta}, {name: copy}]");
            }

            @Override
            void release(ReleaseWorld world) {
                world.release("shop:v2");
            }
        },
        BLUE_GREEN {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deployBlueGreen("autoPromotionSeconds: 3");
            }

            @Override
            void release(ReleaseWorld world) {
                world.release("shop:v2");
            }
        },
        ANALYSIS {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deployRouted(
                        "[{setWeight: 25}, {analysis: {templates: [{templateName: t}]}},"
                                + " {setWeight: 50}]",
                        "analysis: {templates: [{templateName: b}]}",
                        "");
            }

            @Override
            void release(ReleaseWorld world) {
                world.release("shop:v2");
            }

            @Override
            void assist(ReleaseWorld world) {
                for (var run : world.runs().values()) {
                    boolean step = "Step".equals(run.metadata().labels().get("rollout-type"));
                    boolean ends = run.tree().at("/spec/terminate").asBoolean();
                    boolean done = !run.tree().at("/status/phase").asText("").isEmpty();
                    if (!done && (step || ends)) {
                        world.runEnds(run.key().name(), "Successful");
                    }
                }
            }

            @Override
            void check(ReleaseWorld world) {
                super.check(world);
                assertThat(world.runs()).hasSize(2);
            }
        },
        SUPERSEDED {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deployRouted("[{setWeight: 25}, {pause: {duration: 3}}]");
                world.release("shop:v1.5");
                world.awaitPhase("Paused");
            }

            @Override
            void release(ReleaseWorld world) {
                world.release("shop:v2");
            }
        },
        BACK_TO_STABLE {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deployRouted("[{setWeight: 25}, {pause: {}}]");
                world.release("shop:v3");
                world.awaitPhase("Paused");
            }

            @Override
            void release(ReleaseWorld world) {
                world.release("shop:v1");
            }

            @Override
            String image() {
                return "shop:v1";
            }
        },
        UNDONE {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deployRouted("[{setWeight: 25}, {pause: {duration: 3}}]");
                world.release("shop:v3");
                world.awaitPhase("Paused");
                world.awaitPhase("Healthy");
            }

            @Override
            void release(ReleaseWorld world) {
                world.actions.undo(ReleaseWorld.SHOP, 0);
            }

            @Override
            String image() {
                return "shop:v1";
            }
        },
        ABORTED_AND_RETRIED {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deployRouted("[{setWeight: 50}, {pause: {duration: 3}}]");
                world.release("shop:v2");
                world.awaitPhase("Paused");
                world.actions.abort(ReleaseWorld.SHOP);
                world.awaitPhase("Degraded");
            }

            @Override
            void release(ReleaseWorld world) {
                world.actions.retry(ReleaseWorld.SHOP);
            }
        },
        TURNED_BAD_AFTER_ALL {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deployRouted("[]");
                world.traffic.start(100);
                world.advance(Duration.ofMinutes(1));
                world.release("shop:v2");
                world.awaitPhase("Healthy");
                world.advance(Duration.ofSeconds(35));
            }

            @Override
            void release(ReleaseWorld world) {
                world.imageFails("shop:v2", 0.5);
            }

            @Override
            String phase() {
                return "Degraded";
            }

            @Override
            String image() {
                return "shop:v1";
            }

            @Override
            void check(ReleaseWorld world) {
                super.check(world);
                assertThat(world.traffic.lost()).isZero();
            }
        },
        GIVEN_UP {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deployRouted("[{setWeight: 50}, {pause: {}}]");
                world.release("shop:v2");
                world.awaitPhase("Paused");
            }

            @Override
            void release(ReleaseWorld world) {
                world.actions.abort(ReleaseWorld.SHOP);
            }

            @Override
            String phase() {
                return "Degraded";
            }

            @Override
            String image() {
                return "shop:v1";
            }
        };

        abstract void deploy(ReleaseWorld world) throws InterruptedException;

        abstract void release(ReleaseWorld world);

        /// What others do meanwhile.
        void assist(ReleaseWorld world) {}

        String phase() {
            return "Healthy";
        }

        String image() {
            return "shop:v2";
        }

        void check(ReleaseWorld world) {
            Rollout shop = world.shop();
            assertThat(shop.status().phase()).isEqualTo(phase());
            assertThat(world.pods(image())).isEqualTo(4);
            assertThat(world.sets()).filteredOn(set -> Scene.wanted(set) > 0).hasSize(1);
            String stable = Objects.requireNonNull(shop.status().stableRS());
            assertThat(world.sets())
                    .filteredOn(set -> Scene.hash(set).equals(stable))
                    .extracting(ReleaseWorld::image)
                    .containsExactly(image());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyDeathIsSurvived(Scenario scenario) throws InterruptedException {
        int writes = run(scenario, MortalCluster.Death.NEVER);
        assertThat(writes).as("writes of " + scenario).isGreaterThan(4);
        for (MortalCluster.Death death : deaths(scenario, writes)) {
            try {
                run(scenario, death);
            } catch (AssertionError e) {
                throw new AssertionError(scenario + " with " + death + ": " + e.getMessage(), e);
            }
        }
    }

    /// Every fourth write, before or after it in turn; with `-Dslipway.deaths=all` every write,
    /// both before and after.
    private static List<MortalCluster.Death> deaths(Scenario scenario, int writes) {
        boolean all = "all".equals(System.getProperty("slipway.deaths"));
        List<MortalCluster.Death> deaths = new ArrayList<>();
        for (int write = 1; write <= writes; write++) {
            int turn = write + scenario.name().length();
            if (all || turn % 8 == 0) {
                deaths.add(new MortalCluster.Death(write, false));
            }
            if (all || turn % 8 == 4) {
                deaths.add(new MortalCluster.Death(write, true));
            }
        }
        return deaths;
    }

    /// How many writes it took a process that lives.
    private static int run(Scenario scenario, MortalCluster.Death death)
            throws InterruptedException {
        try (ReleaseWorld world = new ReleaseWorld()) {
            scenario.deploy(world);
            Invariants invariants =
                    new Invariants(world, 100, scenario == Scenario.SHRINKING_STABLE);
            MortalCluster mortal =
                    new MortalCluster(world.cluster, death, invariants::holdAtEachWrite);
            world.restart(mortal);
            world.simulation.settle();
            int before = mortal.writes();
            scenario.release(world);
            world.simulation.add(() -> {
                scenario.assist(world);
                if (mortal.isDead() && !world.isSeenAs(world.cluster)) {
                    world.restart(world.cluster);
                    return true;
                }
                return false;
            });
            world.await(() -> hasEnded(world, scenario), LIMIT);
            invariants.holdAtRest();
            world.advance(Duration.ofSeconds(33));
            scenario.check(world);
            invariants.holdAtRest();
            return mortal.writes() - before;
        }
    }

    private static boolean hasEnded(ReleaseWorld world, Scenario scenario) {
        return scenario.phase().equals(world.phase())
                && String.valueOf(world.shop().metadata().generation())
                        .equals(world.shop().status().observedGeneration());
    }
}
