package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.kinds.AnalysisRun;
import dev.slipway.model.kinds.Experiment;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Releases whose analyses and experiments are carried out by the real controllers.
class RealMeasurementsTest {
    private static final String ANALYSES =
            "autoPromotionEnabled: true,"
                    + " prePromotionAnalysis: {templates: [{templateName: errors}],"
                    + " args: [{name: query, value: before}]},"
                    + " postPromotionAnalysis: {templates: [{templateName: errors}],"
                    + " args: [{name: query, value: after}]}";

    private final ReleaseWorld world = new ReleaseWorld();

    @BeforeEach
    void configure() {
        world.measureReally();
        world.create(
                """
                apiVersion: argoproj.io/v1alpha1
                kind: AnalysisTemplate
                metadata: {name: errors, namespace: default}
                spec:
                  args: [{name: query}]
                  metrics:
                  - name: errors
                    interval: 10s
                    count: 3
                    successCondition: result < 0.5
                    failureLimit: 0
                    provider: {prometheus: {query: "{{args.query}}"}}
                """);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void blueGreenSwitchesOnceItsAnalysisIsSuccessful() throws InterruptedException {
        world.deployBlueGreen(ANALYSES);
        String old = world.selectedBy("shop");
        world.traffic.start(100);
        world.release("shop:v2");
        world.await(() -> world.all(Kinds.ANALYSIS_RUN).size() == 1, Duration.ofMinutes(1));
        world.advance(Duration.ofSeconds(15));
        assertThat(world.selectedBy("shop")).as("two of three measurements").isEqualTo(old);
        world.awaitPhase("Healthy");
        assertThat(world.selectedBy("shop")).isEqualTo(world.shop().status().currentPodHash());
        assertThat(world.all(Kinds.ANALYSIS_RUN))
                .hasSize(2)
                .allMatch(run -> "Successful".equals(run.status().phase()));
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void blueGreenNeverSwitchesIfTheAnalysisBeforeFails() throws InterruptedException {
        world.measures("before", 0.9);
        world.deployBlueGreen(ANALYSES);
        String old = world.selectedBy("shop");
        world.traffic.start(100);
        world.release("shop:v2");
        world.awaitPhase("Degraded");
        assertThat(world.shop().status().message()).contains("Pre-promotion analysis");
        assertThat(world.selectedBy("shop")).isEqualTo(old);
        assertThat(world.traffic.lastRequestTo("shop:v2")).isNull();
    }

    @Test
    void blueGreenSwitchesBackIfTheAnalysisAfterFails() throws InterruptedException {
        world.deployBlueGreen(ANALYSES);
        String old = world.selectedBy("shop");
        world.traffic.start(100);
        world.release("shop:v2");
        world.await(() -> world.traffic.lastRequestTo("shop:v2") != null, Duration.ofMinutes(2));
        world.measures("after", 0.9);
        world.awaitPhase("Degraded");
        assertThat(world.shop().status().message()).contains("Post-promotion analysis");
        world.await(() -> world.selectedBy("shop").equals(old), Duration.ofMinutes(1));
        assertThat(world.shop().status().stableRS()).isEqualTo(old);
        assertThat(world.traffic.lost()).isZero();
    }

    @Test
    void experimentOfAStepRunsPodsOfBothVersionsAndDecides() throws InterruptedException {
        world.deployRouted(
                "[{experiment: {duration: 1m, templates: [{name: old, specRef: stable},"
                        + " {name: new, specRef: canary}], analyses: [{name: errors, templateName:"
                        + " errors, requiredForCompletion: true, args: [{name: query, value:"
                        + " compare}]}]}}, {pause: {}}]");
        world.release("shop:v2");
        world.await(() -> world.all(Kinds.EXPERIMENT).size() == 1, Duration.ofMinutes(1));
        world.await(() -> world.podNames().size() >= 6, Duration.ofMinutes(1));
        world.awaitPhase("Paused");
        Experiment experiment = world.all(Kinds.EXPERIMENT).getFirst();
        assertThat(experiment.status().phase()).isEqualTo("Successful");
        AnalysisRun run = world.all(Kinds.ANALYSIS_RUN).getFirst();
        assertThat(run.status().phase()).isEqualTo("Successful");
        world.advance(Duration.ofMinutes(2));
        assertThat(world.podNames()).as("those of the experiment are gone").hasSize(4);
    }

    @Test
    void experimentThatFailsGivesTheUpdateUp() throws InterruptedException {
        world.measures("compare", 0.9);
        world.deployRouted(
                "[{experiment: {templates: [{name: new, specRef: canary}], analyses: [{name:"
                        + " errors, templateName: errors, requiredForCompletion: true, args:"
                        + " [{name: query, value: compare}]}]}}]");
        world.release("shop:v2");
        world.awaitPhase("Degraded");
        assertThat(world.shop().status().message()).contains("Experiment phase error/failed");
        world.advance(Duration.ofMinutes(2));
        assertThat(world.podNames()).hasSize(4);
    }
}
