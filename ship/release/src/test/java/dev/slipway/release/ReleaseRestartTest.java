package dev.slipway.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.MortalCluster;
import dev.slipway.controller.testing.MortalCluster.Death;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Release;
import dev.slipway.model.kinds.Release.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The releases' process is killed at the writes that a release makes, before and after them;
/// another one, which knows only what is in the cluster, has to bring the release to the same end,
/// and no template may have changed more often than without the death.
class ReleaseRestartTest {
    private static final String STAGES = "stages: [{weight: 50}]";
    private static final int SAMPLES = 5;
    private static final Duration LIMIT = Duration.ofMinutes(20);

    /// One way a release can go: what is there before, what is done, and how it ends.
    enum Scenario {
        PROMOTED(Outcome.PROMOTED, "v2", 1) {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deploy();
            }

            @Override
            void act(ReleaseWorld world) {
                world.release("v2", STAGES);
            }
        },
        ABANDONED(Outcome.ABANDONED, "v1", 1) {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deploy();
                releaseHalf(world);
            }

            @Override
            void act(ReleaseWorld world) {
                world.abort("back");
            }
        },
        SUPERSEDED(Outcome.PROMOTED, "v3", 2) {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deploy();
                releaseHalf(world);
            }

            @Override
            void act(ReleaseWorld world) {
                world.release("v3", STAGES);
            }
        },
        SUPERSEDED_AND_ABANDONED(Outcome.ABANDONED, "v1", 2) {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deploy();
                releaseHalf(world);
            }

            @Override
            void act(ReleaseWorld world) {
                world.release("v3", STAGES);
            }

            @Override
            void assist(ReleaseWorld world) {
                Release.Attempt attempt = attempt(world);
                if (attempt.number() == 2
                        && attempt.stage() == 1
                        && attempt.outcome() == Outcome.RUNNING
                        && !world.rollout("front").status().aborted()) {
                    world.abort("front");
                }
            }
        },
        DELETED(null, "v2", 1) {
            @Override
            void deploy(ReleaseWorld world) throws InterruptedException {
                world.deploy();
                releaseHalf(world);
            }

            @Override
            void act(ReleaseWorld world) {
                world.delete(Kinds.RELEASE, "shop");
            }
        };

        private final @Nullable Outcome outcome;
        private final String version;
        private final int attempts;

        Scenario(@Nullable Outcome outcome, String version, int attempts) {
            this.outcome = outcome;
            this.version = version;
            this.attempts = attempts;
        }

        abstract void deploy(ReleaseWorld world) throws InterruptedException;

        abstract void act(ReleaseWorld world);

        /// What others do meanwhile.
        void assist(ReleaseWorld world) {}

        boolean hasEnded(ReleaseWorld world) {
            boolean decided =
                    outcome == null
                            ? isGone(world)
                            : attempt(world).outcome() == outcome && world.isObserved();
            return decided && world.runs(version) && world.isUnmarked();
        }

        void check(ReleaseWorld world) {
            assertThat(hasEnded(world)).isTrue();
            boolean old = version.equals("v1");
            assertThat(world.hasConfig(old ? "old" : version, !old)).isTrue();
            if (outcome != null) {
                assertThat(attempt(world).number()).isEqualTo(attempts);
            }
        }

        private static Release.Attempt attempt(ReleaseWorld world) {
            return Objects.requireNonNull(world.shop().status().attempt());
        }

        private static boolean isGone(ReleaseWorld world) {
            return world.cluster.resources(Kinds.RELEASE).find(ReleaseWorld.key("shop")).isEmpty();
        }

        private static void releaseHalf(ReleaseWorld world) throws InterruptedException {
            world.release("v2", STAGES);
            world.await(() -> "2/2".equals(world.shop().status().stage()), LIMIT);
        }
    }

    /// What a run came to: its writes, and how often the templates changed.
    private record End(int writes, List<Long> generations) {}

    @ParameterizedTest
    @EnumSource
    void everyDeathIsSurvived(Scenario scenario) throws InterruptedException {
        End alive = run(scenario, Death.NEVER);
        assertThat(alive.writes()).as("writes of " + scenario).isGreaterThan(3);
        for (Death death : deaths(alive.writes())) {
            try {
                assertThat(run(scenario, death).generations()).isEqualTo(alive.generations());
            } catch (AssertionError e) {
                throw new AssertionError(scenario + " with " + death + ": " + e.getMessage(), e);
            }
        }
    }

    /// Some writes from the first to the last, before or after them in turn; with
    /// `-Dslipway.deaths=all` every write, both before and after.
    private static List<Death> deaths(int writes) {
        List<Death> deaths = new ArrayList<>();
        if ("all".equals(System.getProperty("slipway.deaths"))) {
            for (int write = 1; write <= writes; write++) {
                deaths.add(new Death(write, false));
                deaths.add(new Death(write, true));
            }
            return deaths;
        }
        int every = Math.max(1, writes / SAMPLES);
        for (int write = writes; write >= 1; write -= every) {
            deaths.add(new Death(write, deaths.size() % 2 == 1));
        }
        return deaths;
    }

    private static End run(Scenario scenario, Death death) throws InterruptedException {
        try (ReleaseWorld world = new ReleaseWorld()) {
            scenario.deploy(world);
            world.restart(death);
            MortalCluster first = world.mortal();
            scenario.act(world);
            world.simulation.add(() -> {
                scenario.assist(world);
                holdConfigFirst(world);
                if (first.isDead() && world.mortal() == first) {
                    world.restart(Death.NEVER);
                    return true;
                }
                return false;
            });
            world.await(() -> scenario.hasEnded(world), LIMIT);
            world.advance(Duration.ofMinutes(1));
            scenario.check(world);
            assertThat(first.isDead()).isEqualTo(!death.equals(Death.NEVER));
            return new End(first.writes(), world.generations());
        }
    }

    /// As long as an attempt goes forward, nobody runs a new image with the old config.
    private static void holdConfigFirst(ReleaseWorld world) {
        for (Release release : world.releases()) {
            Release.Attempt attempt = release.status().attempt();
            String version = release.spec().config().getFirst().data().get("mode");
            boolean forward = attempt != null && attempt.outcome() == Outcome.RUNNING;
            if (forward && world.pods("front:" + version) + world.pods("mail:" + version) > 0) {
                assertThat(world.hasConfig(String.valueOf(version), true)).isTrue();
            }
        }
    }
}
