package dev.slipway.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.DeleteOptions;
import dev.slipway.controller.testing.AdverseCluster;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.model.kinds.AnalysisRun;
import dev.slipway.model.kinds.Event;
import dev.slipway.model.kinds.Experiment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import dev.slipway.model.kinds.Rollout;
import dev.slipway.model.kinds.Service;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentTest {
    private final ExperimentWorld world = new ExperimentWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void runsItsVersionsForAsLongAsItSays() throws InterruptedException {
        world.experiment("duration: 5m");
        world.awaitPhase("Running");
        assertThat(world.all(Kinds.REPLICA_SET))
                .extracting(set -> set.key().name())
                .containsExactly("exp-baseline", "exp-canary");
        assertThat(world.wanted()).isEqualTo(3);
        assertThat(world.template("canary").status()).isEqualTo("Running");
        assertThat(world.template("canary").availableReplicas()).isEqualTo(2);
        world.advance(295);
        assertThat(world.phase()).isEqualTo("Running");
        world.awaitPhase("Successful");
        world.advance(25);
        assertThat(world.wanted()).isEqualTo(3);
        world.advance(10);
        assertThat(world.wanted()).isZero();
        assertThat(world.template("canary").status()).isEqualTo("Successful");
        assertThat(world.all(Kinds.EVENT))
                .extracting(Event::reason)
                .contains("ExperimentRunning", "ExperimentSuccessful");
    }

    @Test
    void versionsAreKeptApartThoughTheirLabelsAreTheSame() throws InterruptedException {
        world.experiment("duration: 5m");
        world.awaitPhase("Running");
        String hash = String.valueOf(world.template("canary").podTemplateHash());
        assertThat(hash).isNotEqualTo(world.template("baseline").podTemplateHash());
        Service service = world.all(Kinds.SERVICE).getFirst();
        assertThat(service.key().name()).isEqualTo("exp-canary");
        assertThat(world.template("canary").serviceName()).isEqualTo("exp-canary");
        assertThat(world.template("baseline").serviceName()).isNull();
        assertThat(service.spec().selector())
                .containsEntry("app", "shop")
                .containsEntry(Rollout.POD_TEMPLATE_HASH, hash);
        assertThat(service.spec().ports().getFirst().port()).isEqualTo(8080);
        world.awaitPhase("Successful");
        world.advance(60);
        assertThat(world.all(Kinds.SERVICE)).isEmpty();
    }

    @Test
    void failsIfAVersionDoesNotBecomeAvailableInTime() throws InterruptedException {
        world.podsBehave(_ -> Behaviour.neverReady());
        world.experiment("duration: 5m\n  progressDeadlineSeconds: 60");
        world.advance(55);
        assertThat(world.phase()).isEqualTo("Pending");
        world.awaitPhase("Failed");
        assertThat(world.experiment().status().message())
                .isEqualTo("ReplicaSet \"exp-baseline\" has timed out progressing.");
        world.await(() -> world.wanted() == 0);
    }

    @Test
    void endsWithItsRequiredAnalyses() throws InterruptedException {
        world.analysisTemplate("interval: 10s\n    count: 3");
        world.experiment(
                "analyses: [{name: a, templateName: check, requiredForCompletion: true,"
                        + " args: [{name: hash, value: '{{templates.canary.podTemplateHash}}'}]}]");
        world.awaitPhase("Successful");
        assertThat(world.queries).hasSize(3);
        assertThat(world.queries.getFirst())
                .isEqualTo("rate{hash=\"" + world.template("canary").podTemplateHash() + "\"}");
        Experiment.AnalysisStatus status = world.experiment().status().analysisRuns().getFirst();
        assertThat(status.analysisRun()).isEqualTo("exp-a");
        assertThat(status.phase()).isEqualTo("Successful");
    }

    @Test
    void isAsBadAsItsAnalyses() throws InterruptedException {
        world.analysisTemplate("interval: 10s");
        world.experiment("duration: 5m\n  analyses: [{name: a, templateName: check}]");
        world.awaitPhase("Running");
        world.advance(60);
        world.metric(0);
        world.awaitPhase("Failed");
        assertThat(world.experiment().status().message())
                .isEqualTo("Metric \"rate\" assessed Failed due to failed (1) > failureLimit (0)");
    }

    @Test
    void endsAnalysesThatAreNotRequiredWithItself() throws InterruptedException {
        world.analysisTemplate("interval: 10s");
        world.experiment("duration: 1m\n  analyses: [{name: a, templateName: check}]");
        world.awaitPhase("Successful");
        world.advance(1);
        AnalysisRun run = world.all(Kinds.ANALYSIS_RUN).getFirst();
        assertThat(run.status().phase()).isEqualTo("Successful");
        assertThat(run.status().message()).isEqualTo("Run Terminated");
        assertThat(world.experiment().status().analysisRuns().getFirst().phase())
                .isEqualTo("Successful");
    }

    @Test
    void readsFieldsOfItselfForArguments() throws InterruptedException {
        world.analysisTemplate("count: 1");
        world.experiment(
                "analyses: [{name: a, templateName: check, requiredForCompletion: true, args:"
                        + " [{name: hash, valueFrom:"
                        + " {fieldRef: {fieldPath: \"metadata.labels['env']\"}}}]}]");
        world.awaitPhase("Successful");
        assertThat(world.queries).containsExactly("rate{hash=\"test\"}");
    }

    @Test
    void isAnErrorIfAnAnalysisCannotBeMade() throws InterruptedException {
        world.experiment("duration: 5m\n  analyses: [{name: a, templateName: nothing}]");
        world.awaitPhase("Error");
        assertThat(world.experiment().status().message())
                .isEqualTo(
                        "Failed to create AnalysisRun for analysis 'a':"
                                + " AnalysisTemplate 'nothing' not found");
        world.await(() -> world.wanted() == 0);
        assertThat(world.template("canary").status()).isEqualTo("Successful");
    }

    @Test
    void endsWhenTold() throws InterruptedException {
        world.experiment("scaleDownDelaySeconds: 0");
        world.awaitPhase("Running");
        world.advance(3_600);
        assertThat(world.phase()).isEqualTo("Running");
        world.patch("spec: {terminate: true}");
        world.awaitPhase("Successful");
        world.advance(1);
        assertThat(world.wanted()).isZero();
    }

    @Test
    void leavesNothingBehindWhenDeleted() throws InterruptedException {
        world.experiment("duration: 5m");
        world.awaitPhase("Running");
        world.cluster
                .resources(Kinds.EXPERIMENT)
                .delete(ExperimentWorld.EXP, DeleteOptions.background());
        world.advance(120);
        assertThat(world.all(Kinds.REPLICA_SET)).isEmpty();
        assertThat(world.all(Kinds.SERVICE)).isEmpty();
        assertThat(world.all(Kinds.POD)).isEmpty();
    }

    @Test
    void touchesNoReplicaSetOfOthers() throws InterruptedException {
        world.create(
                """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: exp-canary, namespace: default}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: other}}
                  template: {metadata: {labels: {app: other}},
                    spec: {containers: [{name: c, image: other}]}}
                """);
        world.experiment("duration: 5m");
        world.awaitPhase("Error");
        assertThat(world.experiment().status().message())
                .isEqualTo("ReplicaSet 'exp-canary' exists and is not this experiment's");
        world.advance(120);
        assertThat(
                        world.all(Kinds.REPLICA_SET).stream()
                                .filter(set -> set.key().name().equals("exp-canary"))
                                .map(ReplicaSet::spec)
                                .map(ReplicaSet.ReplicaSetSpec::replicas))
                .containsExactly(1);
    }

    @Test
    void goesOnAfterRestarts() throws InterruptedException {
        world.analysisTemplate("interval: 10s");
        world.experiment("duration: 1m\n  analyses: [{name: a, templateName: check}]");
        for (int i = 0; i < 30; i++) {
            world.advance(4);
            world.restart();
        }
        world.awaitPhase("Successful");
        world.advance(60);
        assertThat(world.wanted()).isZero();
        assertThat(world.all(Kinds.ANALYSIS_RUN)).hasSize(1);
        assertThat(world.all(Kinds.REPLICA_SET)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void comesToTheRightEndInAdversity(long seed) throws InterruptedException {
        try (ExperimentWorld adverse = new ExperimentWorld(seed, AdverseCluster.Severity.usual())) {
            adverse.analysisTemplate("interval: 10s");
            adverse.experiment(
                    "duration: 2m\n  analyses: [{name: a, templateName: check},"
                            + " {name: b, templateName: check}]");
            adverse.advance(5);
            adverse.await(() -> adverse.phase().equals("Successful"));
            Objects.requireNonNull(adverse.adverse).calmDown();
            adverse.advance(300);
            assertThat(adverse.wanted()).isZero();
            assertThat(adverse.all(Kinds.ANALYSIS_RUN))
                    .hasSize(2)
                    .allSatisfy(run -> assertThat(run.status().phase()).isEqualTo("Successful"));
            assertThat(adverse.all(Kinds.REPLICA_SET)).hasSize(2);
            assertThat(adverse.all(Kinds.SERVICE)).isEmpty();
        }
    }
}
