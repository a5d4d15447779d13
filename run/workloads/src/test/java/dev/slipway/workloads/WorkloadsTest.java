package dev.slipway.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.ControllerFigures;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.SystemTime;
import dev.slipway.controller.testing.SimulatedNode;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// All controllers on threads of their own, in real time.
final class WorkloadsTest {
    private static final Behaviour QUICK =
            new Behaviour(Duration.ZERO, null, 0, Duration.ofMillis(10));

    @Test
    void keepsADeploymentRunningUntilItIsClosed() throws Exception {
        try (World world = World.inRealTime();
                SystemTime time = new SystemTime();
                Informers informers = new Informers(world.cluster, time);
                Workloads workloads =
                        new Workloads(
                                WorkloadsConfig.of(Kinds.all(), "CERTIFICATE"),
                                _ -> world.cluster,
                                informers,
                                Workloads.Crossings.none(),
                                time);
                SimulatedNode node =
                        new SimulatedNode(world.cluster, informers, time, _ -> QUICK)) {
            CountDownLatch first = completions(informers, "web:v1");
            CountDownLatch second = completions(informers, "web:v2");
            informers.start();
            workloads.start();
            node.start();
            world.deploy("web", "{replicas: 30}");
            assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
            world.setImage("web", "web:v2");
            assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(world.activePods("web")).hasSize(30);
            List<ControllerFigures> figures = workloads.figures();
            assertThat(figures).extracting(ControllerFigures::name).contains("deployment", "job");
            assertThat(figures.getFirst().reconciles()).isPositive();
        }
    }

    private static CountDownLatch completions(Informers informers, String image) {
        CountDownLatch latch = new CountDownLatch(1);
        Informer<Deployment> deployments = informers.of(Kinds.DEPLOYMENT);
        deployments.addListener(delta -> {
            Deployment after = delta.after();
            if (after != null
                    && World.isComplete(after)
                    && after.spec().template().toString().contains(image)) {
                latch.countDown();
            }
        });
        return latch;
    }
}
