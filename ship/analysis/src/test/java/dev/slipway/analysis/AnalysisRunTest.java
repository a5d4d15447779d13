package dev.slipway.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.testing.AdverseCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.AnalysisRun.Measurement;
import dev.slipway.model.kinds.AnalysisRun.MetricResult;
import dev.slipway.model.kinds.AnalysisRun.Summary;
import dev.slipway.model.kinds.Event;
import dev.slipway.model.kinds.Job;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnalysisRunTest {
    private final AnalysisWorld world = new AnalysisWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void measuresOnceWithoutAnInterval() throws InterruptedException {
        world.answer("up", 1);
        world.run(
                "metrics: [{name: m, successCondition: 'result == 1', PROVIDER}]"
                        .replace("PROVIDER", prometheus("up")));
        world.awaitPhase("Successful");
        Measurement only = world.result("m").measurements().getFirst();
        assertThat(only.value()).isEqualTo("1");
        assertThat(only.phase()).isEqualTo("Successful");
        assertThat(world.run().status().runSummary())
                .isEqualTo(new Summary(1, 1, null, null, null));
        assertThat(world.run().status().completedAt()).isEqualTo(SimulatedTime.START);
        assertThat(world.all(Kinds.EVENT))
                .extracting(Event::reason)
                .contains("MetricSuccessful", "AnalysisRunSuccessful");
    }

    @Test
    void measuresAsOftenAsCountedAtIntervalsAfterTheDelay() throws InterruptedException {
        world.answer("up", 1);
        world.run(
                "metrics: [{name: m, initialDelay: 1m, interval: 30s, count: 3, PROVIDER}]"
                        .replace("PROVIDER", prometheus("up")));
        world.awaitPhase("Successful");
        assertThat(world.asked)
                .extracting(at -> Duration.between(SimulatedTime.START, at).toSeconds())
                .containsExactly(60L, 90L, 120L);
    }

    @Test
    void failsOnceTooManyMeasurementsDo() throws InterruptedException {
        world.answer("rate", 0.99, 0.5, 0.99, 0.4, 0.99);
        world.run(
                "metrics: [{name: m, interval: 10s, count: 9, failureLimit: 1,"
                        + " successCondition: 'result >= 0.95', PROVIDER}]"
                                .replace("PROVIDER", prometheus("rate")));
        world.awaitPhase("Failed");
        assertThat(world.askedFor("rate")).isEqualTo(4);
        assertThat(world.run().status().message())
                .isEqualTo("Metric \"m\" assessed Failed due to failed (2) > failureLimit (1)");
        assertThat(world.result("m").failed()).isEqualTo(2);
    }

    @Test
    void goesOnInSpiteOfFailuresIfTheLimitIsOff() throws InterruptedException {
        world.answer("rate", 0);
        world.run(
                "metrics: [{name: m, interval: 10s, count: 3, failureLimit: -1,"
                        + " successCondition: 'result > 0', PROVIDER}]"
                                .replace("PROVIDER", prometheus("rate")));
        world.awaitPhase("Successful");
        assertThat(world.result("m").failed()).isEqualTo(3);
    }

    @Test
    void isInconclusiveIfNeitherConditionIsMet() throws InterruptedException {
        world.answer("rate", 0.9);
        world.run(
                "metrics: [{name: m, successCondition: 'result > 0.95',"
                        + " failureCondition: 'result < 0.5', PROVIDER}]"
                                .replace("PROVIDER", prometheus("rate")));
        world.awaitPhase("Inconclusive");
        assertThat(world.run().status().message())
                .isEqualTo(
                        "Metric \"m\" assessed Inconclusive due to"
                                + " inconclusive (1) > inconclusiveLimit (0)");
    }

    @Test
    void toleratesErrorsUnlessTooManyFollowEachOther() throws InterruptedException {
        world.answer(
                "q",
                count ->
                        count % 4 == 0
                                ? new MetricQueries.Scalar(1)
                                : new MetricQueries.Failure("no route"));
        world.run(
                "metrics: [{name: m, interval: 10s, count: 2, PROVIDER}]"
                        .replace("PROVIDER", prometheus("q")));
        world.awaitPhase("Successful");
        assertThat(world.result("m").error()).isEqualTo(6);
    }

    @Test
    void isAnErrorIfNothingCanBeMeasured() throws InterruptedException {
        world.run("metrics: [{name: m, PROVIDER}]".replace("PROVIDER", prometheus("q")));
        world.awaitPhase("Error");
        assertThat(world.run().status().message())
                .isEqualTo(
                        "Metric \"m\" assessed Error due to consecutiveErrors (5) >"
                                + " consecutiveErrorLimit (4): \"Error Message: no data\"");
        assertThat(world.asked).hasSize(5);
    }

    @Test
    void endsWellAfterEnoughSuccessesInARow() throws InterruptedException {
        world.answer("rate", 1, 0, 1, 1, 1, 0);
        world.run(
                "metrics: [{name: m, interval: 10s, failureLimit: -1, consecutiveSuccessLimit: 3,"
                        + " successCondition: 'result > 0', PROVIDER}]"
                                .replace("PROVIDER", prometheus("rate")));
        world.awaitPhase("Successful");
        assertThat(world.askedFor("rate")).isEqualTo(5);
    }

    @Test
    void keepsAsManyMeasurementsAsAsked() throws InterruptedException {
        world.answer("up", 1);
        world.run(
                "metrics: [{name: a, interval: 1s, count: 12, PROVIDER},"
                                .replace("PROVIDER", prometheus("up"))
                        + " {name: b, interval: 1s, count: 12, PROVIDER}],"
                                .replace("PROVIDER", prometheus("up"))
                        + " measurementRetention: [{metricName: 'b.*', limit: 2}]");
        world.awaitPhase("Successful");
        assertThat(world.result("a").measurements()).hasSize(10);
        assertThat(world.result("a").count()).isEqualTo(12);
        assertThat(world.result("b").measurements()).hasSize(2);
    }

    @Test
    void endsWhenTold() throws InterruptedException {
        world.answer("up", 1);
        world.run(
                "metrics: [{name: m, interval: 10s, PROVIDER}]"
                        .replace("PROVIDER", prometheus("up")));
        world.simulation.advance(Duration.ofMinutes(5));
        assertThat(world.phase()).isEqualTo("Running");
        world.patchRun("spec: {terminate: true}");
        world.simulation.settle();
        assertThat(world.phase()).isEqualTo("Successful");
        assertThat(world.run().status().message()).isEqualTo("Run Terminated");
        int asked = world.asked.size();
        world.simulation.advance(Duration.ofMinutes(5));
        assertThat(world.asked).hasSize(asked);
    }

    @Test
    void oneBadMetricEndsTheOthers() throws InterruptedException {
        world.answer("up", 1);
        world.answer("down", 0);
        world.run(
                "metrics: [{name: good, interval: 10s, PROVIDER},"
                                .replace("PROVIDER", prometheus("up"))
                        + " {name: bad, initialDelay: 1m, successCondition: 'result > 0', PROVIDER}]"
                                .replace("PROVIDER", prometheus("down")));
        world.awaitPhase("Failed");
        assertThat(world.result("good").phase()).isEqualTo("Successful");
        assertThat(world.run().status().runSummary()).isEqualTo(new Summary(2, 1, 1, null, null));
    }

    @Test
    void dryRunsCountForNothing() throws InterruptedException {
        world.answer("up", 1);
        world.answer("down", 0);
        world.run(
                "dryRun: [{metricName: 'exp.*'}], metrics: [{name: good, PROVIDER},"
                                .replace("PROVIDER", prometheus("up"))
                        + " {name: experimental, successCondition: 'result > 0', PROVIDER}]"
                                .replace("PROVIDER", prometheus("down")));
        world.awaitPhase("Successful");
        assertThat(world.result("experimental").phase()).isEqualTo("Failed");
        assertThat(world.result("experimental").dryRun()).isTrue();
        assertThat(world.run().status().runSummary())
                .isEqualTo(new Summary(1, 1, null, null, null));
        assertThat(world.run().status().dryRunSummary())
                .isEqualTo(new Summary(1, null, 1, null, null));
    }

    @Test
    void fillsInArgumentsAndTellsNoSecrets() throws InterruptedException {
        world.create(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: s, namespace: default}
                stringData: {token: hushhush}
                """);
        world.answer(
                "f{a=\"b\",t=\"hushhush\"}", _ -> new MetricQueries.Failure("bad token hushhush"));
        world.run(
                "args: [{name: a, value: b}, {name: times, value: '7'},"
                        + " {name: t, valueFrom: {secretKeyRef: {name: s, key: token}}}],"
                        + " metrics: [{name: m, interval: 10s, count: '{{args.times}}', PROVIDER}]"
                                .replace(
                                        "PROVIDER",
                                        prometheus("f{a=\"{{ args.a }}\",t=\"{{args.t}}\"}")));
        world.awaitPhase("Error");
        assertThat(world.result("m").measurements().getFirst().message())
                .isEqualTo("bad token *****");
        assertThat(world.run().status().toString()).doesNotContain("hushhush");
    }

    @Test
    void saysWhatIsWrongWithTheSpecification() throws InterruptedException {
        world.run(
                "metrics: [{name: m, successCondition: 'result >', PROVIDER}]"
                        .replace("PROVIDER", prometheus("up")));
        world.awaitPhase("Error");
        assertThat(world.run().status().message())
                .isEqualTo(
                        "Analysis spec invalid: metrics[0]: successCondition:"
                                + " the end (expected: a value) (character 9)");
    }

    @Test
    void saysWhichSecretIsMissing() throws InterruptedException {
        world.run(
                "args: [{name: t, valueFrom: {secretKeyRef: {name: s, key: k}}}],"
                        + " metrics: [{name: m, PROVIDER}]"
                                .replace("PROVIDER", prometheus("{{args.t}}")));
        world.awaitPhase("Error");
        assertThat(world.run().status().message()).isEqualTo("secrets \"s\" not found");
    }

    @Test
    void saysWhatToUseInsteadOfAnUnsupportedProvider() throws InterruptedException {
        world.run(
                "metrics: [{name: m, consecutiveErrorLimit: 0, provider: {wavefront: {query: q}}}]");
        world.awaitPhase("Error");
        assertThat(world.run().status().message())
                .contains("provider 'wavefront' is not supported");
    }

    @Test
    void isDeletedWhenItsTimeIsOver() throws InterruptedException {
        world.answer("up", 1);
        world.run(
                "ttlStrategy: {secondsAfterCompletion: 5, secondsAfterSuccess: 60},"
                        + " metrics: [{name: m, PROVIDER}]".replace("PROVIDER", prometheus("up")));
        world.awaitPhase("Successful");
        world.simulation.advance(Duration.ofSeconds(59));
        assertThat(world.all(Kinds.ANALYSIS_RUN)).hasSize(1);
        world.simulation.advance(Duration.ofSeconds(2));
        assertThat(world.all(Kinds.ANALYSIS_RUN)).isEmpty();
    }

    @Test
    void readsAVectorAndARange() throws InterruptedException {
        world.answer("v", _ -> new MetricQueries.Vector(List.of(0.5, 0.25)));
        world.answer("r PT5M PT10S", _ -> new MetricQueries.Vector(List.of(1.0, 2.0)));
        world.run(
                "metrics: [{name: v, successCondition: 'len(result) == 2 and result[1] < 0.3',"
                        + " provider: {prometheus: {query: v}}},"
                        + " {name: r, successCondition: 'all(result, # >= 1)', provider:"
                        + " {prometheus: {query: r, rangeQuery: {start: 'now() - duration(\"5m\")',"
                        + " end: 'now()', step: 10s}}}}]");
        world.awaitPhase("Successful");
        assertThat(world.result("v").measurements().getFirst().value()).isEqualTo("[0.5,0.25]");
    }

    @Test
    void theSuccessOfAJobIsTheMeasurements() throws InterruptedException {
        world.run(job());
        world.simulation.settle();
        Job job = world.all(Kinds.JOB).getFirst();
        assertThat(job.metadata().isControlledBy(world.run().metadata().storedUid())).isTrue();
        assertThat(job.metadata().labels()).containsEntry("a", "b");
        assertThat(world.phase()).isEqualTo("Running");
        world.restart();
        finish(job, "Complete");
        world.awaitPhase("Successful");
        assertThat(world.all(Kinds.JOB)).hasSize(1);
        assertThat(world.result("m").measurements()).hasSize(1);
        assertThat(world.result("m").measurements().getFirst().metadata())
                .containsEntry("job-name", job.key().name());
    }

    @Test
    void theFailureOfAJobIsTheMeasurements() throws InterruptedException {
        world.run(job());
        world.simulation.settle();
        finish(world.all(Kinds.JOB).getFirst(), "Failed");
        world.awaitPhase("Failed");
        assertThat(world.result("m").measurements().getFirst().message()).isEqualTo("said so");
    }

    @Test
    void aJobEndsWithItsRun() throws InterruptedException {
        world.run(job());
        world.simulation.settle();
        world.patchRun("spec: {terminate: true}");
        world.simulation.settle();
        assertThat(world.phase()).isEqualTo("Successful");
        assertThat(world.all(Kinds.JOB)).isEmpty();
    }

    @Test
    void goesOnAfterARestart() throws InterruptedException {
        world.answer("up", 1);
        world.run(
                "metrics: [{name: m, interval: 10s, count: 6, PROVIDER}]"
                        .replace("PROVIDER", prometheus("up")));
        for (int i = 0; i < 12; i++) {
            world.simulation.advance(Duration.ofSeconds(4));
            world.restart();
        }
        world.awaitPhase("Successful");
        assertThat(world.asked).hasSize(6);
        assertThat(world.result("m").count()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void countsRightInAdversity(long seed) throws InterruptedException {
        try (AnalysisWorld adverse = new AnalysisWorld(seed, AdverseCluster.Severity.usual())) {
            adverse.answer("up", 1);
            adverse.run(
                    "metrics: [{name: a, interval: 10s, count: 8, PROVIDER}, "
                                    .replace("PROVIDER", prometheus("up"))
                            + job().substring(job().indexOf("{name: m")));
            adverse.await(() -> !adverse.all(Kinds.JOB).isEmpty());
            adverse.simulation.advance(Duration.ofSeconds(30));
            finish(adverse, adverse.all(Kinds.JOB).getFirst(), "Complete");
            adverse.awaitPhase("Successful");
            Objects.requireNonNull(adverse.adverse).calmDown();
            adverse.simulation.advance(Duration.ofMinutes(1));
            MetricResult result = adverse.result("a");
            assertThat(result.count()).isEqualTo(8);
            assertThat(result.measurements()).hasSize(8);
            assertThat(adverse.all(Kinds.JOB)).hasSize(1);
        }
    }

    private void finish(Job job, String type) {
        finish(world, job, type);
    }

    private static void finish(AnalysisWorld world, Job job, String type) {
        world.cluster
                .resources(Kinds.JOB)
                .patchStatus(
                        job.key(),
                        new Patch.MergePatch(
                                AnalysisWorld.yaml(
                                        "status: {conditions: [{type: TYPE, status: 'True',"
                                                        .replace("TYPE", type)
                                                + " message: said so}]}")));
    }

    private static String job() {
        return "metrics: [{name: m, provider: {job: {metadata: {labels: {a: b}}, spec: {template:"
                + " {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}}}]";
    }

    private static String prometheus(String query) {
        return "provider: {prometheus: {query: 'QUERY'}}".replace("QUERY", query);
    }
}
