package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.Patch;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.RolloutStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Analyses of canary releases; the test says how they go.
class AnalysisTest {
    private static final String STEPS =
            "[{setWeight: 25}, {analysis: {templates: [{templateName: errors}], args:"
                    + " [{name: hash, valueFrom: {podTemplateHashValue: Latest}},"
                    + " {name: app, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['team']\"}}},"
                    + " {name: fixed, value: '7'}]}}, {setWeight: 50}, {pause: {}}]";
    private static final String BACKGROUND =
            "analysis: {templates: [{templateName: latency}], startingStep: 1}";

    private final ReleaseWorld world = new ReleaseWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void successfulStepGoesOn() throws InterruptedException {
        world.deployRouted(STEPS);
        world.patch("metadata: {labels: {team: red}}");
        world.release("shop:v2");
        String name = awaitRun();
        RawResource run = Objects.requireNonNull(world.runs().get(name));
        String hash = Objects.requireNonNull(world.shop().status().currentPodHash());
        assertThat(name).isEqualTo("shop-" + hash + "-2-1");
        assertThat(run.metadata().labels())
                .containsEntry("rollout-type", "Step")
                .containsEntry("step-index", "1")
                .containsEntry("rollouts-pod-template-hash", hash);
        assertThat(run.tree().at("/spec/args").toString())
                .isEqualTo(
                        "[{\"name\":\"hash\",\"value\":\""
                                + hash
                                + "\"},{\"name\":\"app\",\"value\":\"red\"},"
                                + "{\"name\":\"fixed\",\"value\":\"7\"}]");
        world.advance(Duration.ofMinutes(1));
        assertThat(step()).isEqualTo(1);
        assertThat(world.runs()).hasSize(1);
        world.runEnds(name, "Successful");
        world.await(() -> step() == 3, Duration.ofMinutes(1));
        assertThat(canary().currentStepAnalysisRunStatus()).isNull();
    }

    @Test
    void failedStepGivesTheUpdateUp() throws InterruptedException {
        world.deployRouted(STEPS);
        world.release("shop:v2");
        String name = awaitRun();
        world.runEnds(name, "Failed");
        world.awaitPhase("Degraded");
        assertThat(world.weight()).isZero();
        assertThat(world.shop().status().message())
                .isEqualTo(
                        "RolloutAborted: Rollout aborted update to revision 2: Step-based analysis"
                                + " phase error/failed: it said so");
        assertThat(canary().currentStepAnalysisRunStatus())
                .isEqualTo(new RolloutStatus.RunStatus(name, "Failed", "it said so"));
        assertThat(world.eventReasons()).contains("AnalysisRunPending", "AnalysisRunFailed");
    }

    @Test
    void retryBeginsNewRuns() throws InterruptedException {
        world.deployRouted(STEPS);
        world.release("shop:v2");
        String first = awaitRun();
        world.runEnds(first, "Error");
        world.awaitPhase("Degraded");
        world.actions.retry(ReleaseWorld.SHOP);
        world.await(() -> world.runs().size() == 2, Duration.ofMinutes(1));
        assertThat(world.runs().keySet()).containsExactly(first, first + ".1");
        world.runEnds(first + ".1", "Successful");
        world.await(() -> step() == 3, Duration.ofMinutes(1));
    }

    @Test
    void unclearResultWaitsForAPerson() throws InterruptedException {
        world.deployRouted(STEPS);
        world.release("shop:v2");
        world.runEnds(awaitRun(), "Inconclusive");
        world.awaitPhase("Paused");
        assertThat(world.shop().status().message()).isEqualTo("InconclusiveAnalysisRun");
        world.advance(Duration.ofMinutes(5));
        assertThat(world.weight()).isEqualTo(25);
        world.actions.promote(ReleaseWorld.SHOP);
        world.await(() -> step() == 3 && world.weight() == 50, Duration.ofMinutes(1));
        assertThat(world.runs()).hasSize(1);
    }

    @Test
    void resumingAnUnclearResultMeasuresAgain() throws InterruptedException {
        world.deployRouted(STEPS);
        world.release("shop:v2");
        String first = awaitRun();
        world.runEnds(first, "Inconclusive");
        world.awaitPhase("Paused");
        world.cluster
                .resources(Kinds.ROLLOUT)
                .patchStatus(
                        ReleaseWorld.SHOP,
                        new Patch.MergePatch(ReleaseWorld.yaml("status: {pauseConditions: null}")));
        world.await(() -> world.runs().size() == 2, Duration.ofMinutes(1));
        assertThat(step()).isEqualTo(1);
        world.runEnds(first + ".1", "Successful");
        world.await(() -> step() == 3, Duration.ofMinutes(1));
    }

    @Test
    void backgroundRunsFromItsStepToTheEnd() throws InterruptedException {
        world.deployRouted(
                "[{setWeight: 25}, {pause: {}}, {setWeight: 50}, {pause: {}}]", BACKGROUND, "");
        world.release("shop:v2");
        String name = awaitRun();
        assertThat(step()).isEqualTo(1);
        assertThat(Objects.requireNonNull(world.runs().get(name)).metadata().labels())
                .containsEntry("rollout-type", "Background");
        world.awaitPhase("Paused");
        assertThat(canary().currentBackgroundAnalysisRunStatus())
                .isEqualTo(new RolloutStatus.RunStatus(name, "Pending", null));
        world.actions.promote(ReleaseWorld.SHOP);
        world.await(() -> step() == 3, Duration.ofMinutes(1));
        world.actions.promote(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        assertThat(isEnding(name)).isTrue();
        assertThat(world.runs()).hasSize(1);
    }

    @Test
    void failedBackgroundGivesTheUpdateUpDuringAPause() throws InterruptedException {
        world.deployRouted("[{setWeight: 25}, {pause: {}}]", BACKGROUND, "");
        world.release("shop:v2");
        String name = awaitRun();
        world.awaitPhase("Paused");
        world.runEnds(name, "Failed");
        world.awaitPhase("Degraded");
        assertThat(world.weight()).isZero();
        assertThat(world.shop().status().message()).contains("Background analysis");
    }

    @Test
    void abortEndsWhatRuns() throws InterruptedException {
        world.deployRouted(STEPS);
        world.release("shop:v2");
        String name = awaitRun();
        world.actions.abort(ReleaseWorld.SHOP);
        world.awaitPhase("Degraded");
        assertThat(isEnding(name)).isTrue();
    }

    @Test
    void onlySoManyFinishedRunsAreKept() throws InterruptedException {
        world.deployRouted("[{analysis: {templates: [{templateName: errors}]}}]");
        world.patch("spec: {analysis: {successfulRunHistoryLimit: 2}}");
        for (int version = 2; version <= 6; version++) {
            Set<String> before = Set.copyOf(world.runs().keySet());
            world.release("shop:v" + version);
            world.await(() -> newRuns(before).size() == 1, Duration.ofMinutes(1));
            world.runEnds(newRuns(before).getFirst(), "Successful");
            world.awaitPhase("Healthy");
        }
        world.advance(Duration.ofMinutes(1));
        assertThat(world.runs()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void experimentDecidesLikeAnAnalysis() throws InterruptedException {
        world.deployRouted(
                "[{experiment: {duration: 1m, templates: [{name: old, specRef: stable},"
                        + " {name: new, specRef: canary, replicas: 2}], analyses: [{name: a,"
                        + " templateName: t, args: [{name: hash, valueFrom: {podTemplateHashValue:"
                        + " Stable}}]}]}}, {pause: {}}]");
        String stable = Objects.requireNonNull(world.shop().status().stableRS());
        world.release("shop:v2");
        world.await(() -> !world.all(Kinds.EXPERIMENT).isEmpty(), Duration.ofMinutes(1));
        var experiment = world.all(Kinds.EXPERIMENT).getFirst();
        assertThat(experiment.spec().templates()).hasSize(2);
        assertThat(experiment.spec().templates().get(0).template().toString()).contains("shop:v1");
        assertThat(experiment.spec().templates().get(1).template().toString()).contains("shop:v2");
        assertThat(experiment.spec().analyses().getFirst().args().getFirst().value())
                .isEqualTo(stable);
        assertThat(canary().currentExperiment()).isEqualTo(experiment.key().name());
        world.advance(Duration.ofMinutes(1));
        assertThat(step()).isZero();
        world.experimentEnds(experiment.key().name(), "Successful");
        world.await(() -> step() == 1, Duration.ofMinutes(1));
        assertThat(canary().currentExperiment()).isNull();
    }

    @Test
    void failedExperimentGivesTheUpdateUp() throws InterruptedException {
        world.deployRouted(
                "[{experiment: {templates: [{name: new, specRef: canary}]}}, {pause: {}}]");
        world.release("shop:v2");
        world.await(() -> !world.all(Kinds.EXPERIMENT).isEmpty(), Duration.ofMinutes(1));
        String name = world.all(Kinds.EXPERIMENT).getFirst().key().name();
        world.experimentEnds(name, "Failed");
        world.awaitPhase("Degraded");
        assertThat(world.shop().status().message()).contains("Experiment phase error/failed");
    }

    private List<String> newRuns(Set<String> before) {
        return world.runs().keySet().stream().filter(name -> !before.contains(name)).toList();
    }

    private boolean isEnding(String name) {
        RawResource run = Objects.requireNonNull(world.runs().get(name));
        return run.tree().at("/spec/terminate").asBoolean();
    }

    private String awaitRun() throws InterruptedException {
        world.await(() -> !world.runs().isEmpty(), Duration.ofMinutes(1));
        return world.runs().keySet().iterator().next();
    }

    private RolloutStatus.CanaryStatus canary() {
        return world.shop().status().canary();
    }

    private int step() {
        return Objects.requireNonNullElse(world.shop().status().currentStepIndex(), -1);
    }
}
