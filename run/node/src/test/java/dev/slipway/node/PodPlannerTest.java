package dev.slipway.node;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.controller.BackOff;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.model.Json;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.PodStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Pods in simulated time: containers start the moment they are told to, and end when the test
/// says.
final class PodPlannerTest {
    private final SimulatedTime time = new SimulatedTime();

    @Test
    void startsInitContainersOneByOneThenAllMainOnes() {
        World pod =
                new World(
                        "initContainers: [{name: i1}, {name: i2}], containers: [{name: a}, {name: b}]");

        assertThat(pod.step()).containsExactly("start i1");
        assertThat(pod.step()).isEmpty();
        pod.exit("i1", 0);
        assertThat(pod.step()).containsExactly("start i2");
        assertThat(pod.status().phase()).isEqualTo("Pending");
        pod.exit("i2", 0);
        assertThat(pod.step()).containsExactly("start a", "start b");
        assertThat(pod.step()).isEmpty();
        assertThat(pod.status().phase()).isEqualTo("Running");
    }

    @Test
    void backsOffLongerWithEachCrashAndForgetsAfterAWhile() {
        World pod = new World("containers: [{name: a}]");
        pod.step();

        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            time.advance(Duration.ofSeconds(1));
            waits.add(pod.crashAndAwaitRestart("a"));
        }
        assertThat(waits)
                .extracting(Duration::toSeconds)
                .containsExactly(0L, 10L, 20L, 40L, 80L, 160L, 300L, 300L);

        time.advance(Duration.ofMinutes(11));
        assertThat(pod.crashAndAwaitRestart("a")).isZero();
        assertThat(pod.crashAndAwaitRestart("a")).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void obeysTheRestartPolicy() {
        World never = new World("restartPolicy: Never, containers: [{name: a}, {name: b}]");
        never.step();
        never.exit("a", 0);
        assertThat(never.step()).isEmpty();
        assertThat(never.status().phase()).isEqualTo("Running");
        never.exit("b", 1);
        assertThat(never.step()).isEmpty();
        assertThat(never.status().phase()).isEqualTo("Failed");

        World onFailure = new World("restartPolicy: OnFailure, containers: [{name: a}]");
        onFailure.step();
        onFailure.exit("a", 1);
        assertThat(onFailure.step()).containsExactly("start a");
        onFailure.exit("a", 0);
        assertThat(onFailure.step()).isEmpty();
        assertThat(onFailure.status().phase()).isEqualTo("Succeeded");
        assertThat(onFailure.status().containerStatuses().getFirst().restartCount()).isEqualTo(1);
    }

    @Test
    void failsThePodWhenAnInitContainerMayNotBeRepeated() {
        World pod =
                new World(
                        "restartPolicy: Never, initContainers: [{name: i}], containers: [{name: a}]");
        pod.step();
        pod.exit("i", 2);

        assertThat(pod.step()).isEmpty();

        assertThat(pod.status().phase()).isEqualTo("Failed");
    }

    @Test
    void keepsSidecarsUntilTheMainContainersAreOver() {
        World pod =
                new World(
                        "restartPolicy: Never, initContainers: [{name: s, restartPolicy: Always}],"
                                + " containers: [{name: a}]");
        assertThat(pod.step()).containsExactly("start s");
        assertThat(pod.step()).isEmpty();
        pod.started("s");
        assertThat(pod.step()).containsExactly("start a");
        pod.exit("s", 1);
        assertThat(pod.step()).containsExactly("start s");
        pod.exit("a", 0);
        assertThat(pod.step()).containsExactly("stop s");
        pod.exit("s", 143);
        assertThat(pod.step()).isEmpty();
        assertThat(pod.status().phase()).isEqualTo("Succeeded");
    }

    @Test
    void replacesAContainerWhoseProbeFailed() {
        World pod = new World("containers: [{name: a}]");
        pod.step();
        pod.track("a").setUnhealthy();

        assertThat(pod.step()).containsExactly("stop a");
        assertThat(pod.step()).isEmpty();
        pod.exit("a", 143);
        assertThat(pod.step()).containsExactly("start a");
    }

    @Test
    void endsAPodAtItsDeadline() {
        World pod = new World("activeDeadlineSeconds: 60, containers: [{name: a}]");
        pod.step();
        assertThat(pod.plan().again()).isEqualTo(SimulatedTime.START.plusSeconds(60));

        time.advance(Duration.ofSeconds(60));

        assertThat(pod.step()).containsExactly("stop a");
        pod.exit("a", 137);
        assertThat(pod.step()).isEmpty();
        assertThat(pod.status().phase()).isEqualTo("Failed");
        assertThat(pod.status().reason()).isEqualTo("DeadlineExceeded");
    }

    @Test
    void isReadyWhenAllContainersAndGatesAre() {
        World pod =
                new World(
                        "readinessGates: [{conditionType: traffic}], containers: [{name: a}, {name: b}]");
        pod.step();
        pod.started("a");
        assertThat(pod.condition("ContainersReady"))
                .isEqualTo("containers with unready status: [b]");
        pod.started("b");
        assertThat(pod.condition("ContainersReady")).isEqualTo("True");
        assertThat(pod.condition("Ready")).contains("readiness gate \"traffic\"");
    }

    /// A pod with pretended processes.
    private final class World {
        private final ActivePod pod;

        World(String spec) {
            String yaml =
                    "metadata: {name: p, namespace: default, uid: u}\nspec: {nodeName: n, "
                            + spec
                            + "}";
            ObjectNode tree = (ObjectNode) Yaml.parse(yaml, "test").getFirst().tree();
            NodeConfig config =
                    NodeConfig.defaults("n", "0", Path.of("pods"))
                            .withRestarts(
                                    new BackOff(Duration.ofSeconds(10), Duration.ofMinutes(5)));
            pod = new ActivePod(Json.convert(tree, Pod.class), config.pods(), config, time.now());
        }

        ContainerTrack track(String name) {
            ContainerTrack found = pod.find(name);
            if (found == null) {
                throw new IllegalArgumentException(name);
            }
            return found;
        }

        PodPlan plan() {
            return PodPlanner.plan(pod.view(), time.now());
        }

        /// Carries out what is planned, in words.
        List<String> step() {
            List<String> done = new ArrayList<>();
            for (PodPlan.Action action : plan().actions()) {
                ContainerTrack track = track(action.container());
                switch (action) {
                    case PodPlan.Start(String name) -> {
                        Image image = new Image("i", "i");
                        ContainerState running = new ContainerState.Running(1, time.now());
                        track.begun(track.attempt() + 1, image, running);
                        done.add("start " + name);
                    }
                    case PodPlan.Stop(String name, String _) -> {
                        track.setStopping();
                        done.add("stop " + name);
                    }
                }
            }
            pod.setKnown(status());
            return done;
        }

        void started(String name) {
            track(name).setStarted(true);
            track(name).setReady(true);
        }

        void exit(String name, int code) {
            ContainerTrack track = track(name);
            Instant begun = ((ContainerState.Running) track.state()).startedAt();
            track.observe(new ContainerState.Exited(code, "Error", begun, time.now()));
        }

        Duration crashAndAwaitRestart(String name) {
            exit(name, 1);
            Instant ended = time.now();
            while (step().isEmpty()) {
                Instant again = requireNonNull(plan().again());
                assertThat(again).isAfter(time.now());
                time.advanceTo(again);
            }
            return Duration.between(ended, time.now());
        }

        PodStatus status() {
            return PodStatuses.of(pod.view(), pod.known(), time.now());
        }

        /// `True`, or why not.
        String condition(String type) {
            var condition = dev.slipway.model.kinds.Condition.find(status().conditions(), type);
            if (condition == null) {
                return "absent";
            }
            return condition.holds() ? "True" : String.valueOf(condition.message());
        }
    }
}
