package dev.slipway.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.DeleteOptions;
import dev.slipway.client.DeleteOptions.Propagation;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.EndpointSlice;
import dev.slipway.model.kinds.Job;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every controller over a cluster whose watches are late, repeat themselves and break off, whose
/// writes fail or succeed without saying so, and with restarts in between: the right end is
/// reached, no limit is broken on the way, and nothing is created twice. A failing seed can be run
/// alone; more are run with `-Dslipway.seeds=N`.
final class AdversityTest {
    private static final int SEEDS = Integer.getInteger("slipway.seeds", 10);

    static long[] seeds() {
        return LongStream.rangeClosed(1, SEEDS).toArray();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void createsEachPodOnce(long seed) throws Exception {
        try (World world = World.adverse(seed)) {
            Set<String> created = createdPods(world);
            world.deploy("web", "{replicas: 20}");
            struggle(world, seed);

            assertThat(world.activePods("web")).hasSize(20);
            assertThat(created).hasSize(20);
            assertThat(world.sets()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void keepsTheLimitsOfARollingUpdate(long seed) throws Exception {
        try (World world = World.adverse(seed)) {
            world.deploy(
                    "web",
                    "{replicas: 6, strategy: {rollingUpdate: {maxSurge: 2, maxUnavailable: 1}}}");
            world.create(
                    """
                    {apiVersion: v1, kind: Service, metadata: {name: web, namespace: default},
                     spec: {selector: {app: web}, ports: [{port: 80}]}}
                    """);
            world.await(() -> World.isComplete(world.deployment("web")), Duration.ofMinutes(10));
            world.always(() -> {
                assertThat(wantedPods(world)).isLessThanOrEqualTo(8);
                assertThat(readyPods(world)).hasSizeGreaterThanOrEqualTo(5);
            });
            world.setImage("web", "web:v2");
            world.advance(Duration.ofSeconds(1));
            world.setImage("web", "web:v3");
            struggle(world, seed);

            assertThat(world.activePods("web")).hasSize(6);
            assertThat(readyPods(world))
                    .hasSize(6)
                    .allSatisfy(pod ->
                            assertThat(pod.spec().containers().getFirst().image())
                                    .isEqualTo("web:v3"));
            assertThat(world.sets()).hasSize(3);
            assertThat(readyEndpoints(world)).isEqualTo(names(readyPods(world)));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void countsEachPodOfAJobOnce(long seed) throws Exception {
        try (World world = World.adverse(seed)) {
            Set<String> created = createdPods(world);
            world.podsBehave(_ -> Behaviour.exits(Duration.ofSeconds(5), 0));
            world.create(
                    """
                    {apiVersion: batch/v1, kind: Job, metadata: {name: batch, namespace: default},
                     spec: {completions: 12, parallelism: 4, template: {spec: {
                      restartPolicy: Never, containers: [{name: main, image: a}]}}}}
                    """);
            struggle(world, seed);

            Job job = world.get(Kinds.JOB, "batch");
            assertThat(Condition.isTrue(job.status().conditions(), "Complete")).isTrue();
            assertThat(job.status().succeeded()).isEqualTo(12);
            assertThat(job.status().failed()).isZero();
            assertThat(created).hasSize(12);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void deletesInTheRightOrder(long seed) throws Exception {
        try (World world = World.adverse(seed)) {
            world.deploy("web", "{replicas: 4}");
            world.deploy("other", "{replicas: 2}");
            world.await(() -> World.isComplete(world.deployment("web")), Duration.ofMinutes(10));
            world.always(() -> {
                boolean left = !world.pods("web").isEmpty();
                assertThat(left && !world.exists(Kinds.DEPLOYMENT, "web")).isFalse();
            });
            world.resources(Kinds.DEPLOYMENT)
                    .delete(
                            World.key(Kinds.DEPLOYMENT, "web"),
                            new DeleteOptions(null, null, Propagation.FOREGROUND));
            struggle(world, seed);

            assertThat(world.exists(Kinds.DEPLOYMENT, "web")).isFalse();
            assertThat(world.pods("web")).isEmpty();
            assertThat(world.activePods("other")).hasSize(2);
            assertThat(world.sets()).hasSize(1);
        }
    }

    /// A minute of adversity with some restarts, then peace to put right what went wrong.
    private static void struggle(World world, long seed) throws InterruptedException {
        Random random = new Random(seed);
        for (int i = 0; i < 6; i++) {
            world.advance(Duration.ofMillis(random.nextInt(20_000)));
            if (random.nextInt(3) == 0) {
                world.restartControllers();
            }
        }
        Objects.requireNonNull(world.adverse).calmDown();
        world.advance(Duration.ofMinutes(10));
    }

    /// Collects the uids of all pods there ever were.
    private static Set<String> createdPods(World world) {
        Set<String> uids = new HashSet<>();
        world.always(() -> uids.addAll(uids(world.all(Kinds.POD))));
        return uids;
    }

    private static List<String> uids(List<Pod> pods) {
        return pods.stream().map(pod -> pod.metadata().storedUid()).toList();
    }

    private static int wantedPods(World world) {
        return world.sets().stream().mapToInt(ReplicaSetPlan::replicas).sum();
    }

    private static List<Pod> readyPods(World world) {
        return world.activePods("web").stream().filter(pod -> pod.status().isReady()).toList();
    }

    private static Set<String> names(List<Pod> pods) {
        return new HashSet<>(pods.stream().map(pod -> pod.key().name()).toList());
    }

    private static Set<String> readyEndpoints(World world) {
        Set<String> names = new HashSet<>();
        for (EndpointSlice slice : world.all(Kinds.ENDPOINT_SLICE)) {
            for (EndpointSlice.Endpoint endpoint : slice.endpoints()) {
                if (Boolean.TRUE.equals(endpoint.conditions().ready())) {
                    names.add(String.valueOf(Objects.requireNonNull(endpoint.targetRef()).name()));
                }
            }
        }
        return names;
    }
}
