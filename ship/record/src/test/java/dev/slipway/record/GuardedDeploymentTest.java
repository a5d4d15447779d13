package dev.slipway.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReleaseRecordStatus;
import dev.slipway.model.kinds.ReleaseRecordStatus.Step;
import dev.slipway.model.kinds.ReplicaSet;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Deployments under the guard, whose notes on the ReplicaSet the test writes.
class GuardedDeploymentTest {
    private final RecordWorld world = new RecordWorld();

    @BeforeEach
    void deploy() throws InterruptedException {
        world.deployDeployment();
        world.patch(
                "carol",
                Kinds.DEPLOYMENT,
                new ObjectKey("default", "api"),
                "spec: {template: {spec: {containers: [{name: api, image: 'api:v2'}]}}}");
        world.simulation.settle();
        note("phase: SHIFTING, share: 5, next: 5");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void sharesAreSteps() throws InterruptedException {
        note("phase: SHIFTING, share: 25, next: 25");
        note("phase: SHIFTING, share: 50, next: 50");
        note("phase: SHIFTING, share: 50, next: 100");
        assertThat(status().outcome().text()).isEqualTo("InProgress");
        note("phase: WATCHED, share: 100, next: 100");
        assertThat(status().outcome().text()).isEqualTo("Promoted");
        assertThat(status().steps())
                .extracting(Step::action)
                .containsExactly("share: 5", "share: 25", "share: 50", "share: 100");
        assertThat(status().steps())
                .allMatch(step -> step.started() != null && step.finished() != null);
    }

    @Test
    void refusedVersionIsAbortedWithTheVerdict() throws InterruptedException {
        refuse();
        assertThat(status().outcome().text()).isEqualTo("Aborted");
        assertThat(status().reason()).contains("30 % failed");
        assertThat(status().steps()).hasSize(1);
        var evidence = Objects.requireNonNull(status().steps().getFirst().evidence());
        assertThat(evidence.verdict()).isEqualTo("Worse");
        assertThat(evidence.sentence()).isEqualTo("30 % failed");
    }

    @Test
    void refusedAfterPromotionIsRolledBack() throws InterruptedException {
        note("phase: WATCHED, share: 100, next: 100");
        assertThat(status().outcome().text()).isEqualTo("Promoted");
        refuse();
        assertThat(status().outcome().text()).isEqualTo("RolledBack");
    }

    private void refuse() throws InterruptedException {
        note("phase: REFUSED, share: 5, next: 5, reason: {word: Worse, sentence: 30 % failed}");
    }

    private void note(String progress) throws InterruptedException {
        ReplicaSet set =
                world.all(Kinds.REPLICA_SET).stream()
                        .filter(each ->
                                "2"
                                        .equals(
                                                each.metadata()
                                                        .annotations()
                                                        .get("deployment.kubernetes.io/revision")))
                        .findFirst()
                        .orElseThrow();
        String json =
                "{%s, sinceMillis: %d}"
                        .formatted(progress, world.time.now().toEpochMilli())
                        .replaceAll("([a-zA-Z]+): ", "\"$1\": ")
                        .replaceAll(": ([A-Za-z][A-Za-z]*|30 % failed)", ": \"$1\"");
        world.patch(
                "root",
                Kinds.REPLICA_SET,
                set.key(),
                "metadata: {annotations: {slipway.dev/guard-progress: '%s'}}".formatted(json));
        world.settle(Duration.ofSeconds(20));
    }

    private ReleaseRecordStatus status() {
        return world.records("api").getLast().status();
    }
}
