package dev.slipway.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReleaseRecord;
import dev.slipway.model.kinds.ReleaseRecordStatus.Step;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whole releases in simulated time, as their records tell of them.
class ReleaseRecordsTest {
    private final RecordWorld world = new RecordWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void firstVersionIsARelease() throws InterruptedException {
        world.deployRollout("{}");
        ReleaseRecord record = world.record(1);
        assertThat(record.spec().who()).isEqualTo("alice");
        assertThat(record.spec().from()).isNull();
        assertThat(record.spec().to().images().getFirst().image()).isEqualTo("shop:v1");
        assertThat(record.status().outcome().text()).isEqualTo("Promoted");
        assertThat(record.status().steps()).isEmpty();
        assertThat(record.metadata().ownerReferences()).isEmpty();
    }

    @Test
    void tellsEachStepWithItsEvidence() throws InterruptedException {
        world.deployRollout("{}");
        world.traffic.start(200);
        world.settle(Duration.ofMinutes(1));
        world.patch(
                "carol",
                Kinds.ROLLOUT,
                RecordWorld.SHOP,
                """
                metadata:
                  annotations:
                    slipway.dev/commit: 4f7a835
                    slipway.dev/commit-time: "2029-12-31T23:00:00Z"
                spec: {template: {spec: {containers: [{name: shop, image: "shop:v2"}]}}}
                """);
        world.awaitPhase("Healthy");

        ReleaseRecord record = world.record(2);
        assertThat(record.spec().who()).isEqualTo("carol");
        assertThat(Objects.requireNonNull(record.spec().change()).commit()).isEqualTo("4f7a835");
        assertThat(Objects.requireNonNull(record.spec().from()).images().getFirst().image())
                .isEqualTo("shop:v1");
        assertThat(record.status().outcome().text()).isEqualTo("Promoted");
        assertThat(record.status().steps())
                .extracting(Step::action)
                .containsExactly("setWeight: 25", "pause: 30", "setWeight: 50");
        Step pause = record.status().steps().get(1);
        assertThat(Duration.between(pause.started(), pause.finished()))
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(32));
        var evidence = Objects.requireNonNull(pause.evidence());
        assertThat(Objects.requireNonNull(evidence.candidate()).requests())
                .isBetween(1_400L, 1_600L);
        assertThat(Objects.requireNonNull(evidence.stable()).requests()).isBetween(4_200L, 4_800L);
        assertThat(evidence.sentence()).isNotBlank();
        assertThat(record.status().pauses()).hasSize(1);
        assertThat(record.status().pauses().getFirst().endedBy()).isNull();
        assertThat(record.status().durationSeconds()).isBetween(30L, 60L);
        assertThat(record.status().leadTimeSeconds()).isGreaterThan(3_600);
    }

    @Test
    void namesWhoPromotes() throws InterruptedException {
        world.deployRollout("{}");
        world.release("carol", "shop:v2");
        world.awaitPhase("Paused");
        world.settle(Duration.ofSeconds(5));
        world.alice.promoteFull(RecordWorld.SHOP);
        world.awaitPhase("Healthy");
        ReleaseRecord record = world.record(2);
        assertThat(record.status().pauses().getFirst().endedBy()).isEqualTo("alice");
        assertThat(record.status().steering().getFirst().action()).isEqualTo("promoteFull");
        assertThat(record.status().reason()).endsWith("promoted by alice");
        assertThat(record.status().steps()).hasSize(2);
    }

    @Test
    void tellsWhyTheGuardRefused() throws InterruptedException {
        world.deployRollout("{}");
        world.traffic.start(200);
        world.settle(Duration.ofMinutes(1));
        world.traffic.failsUnless(world.shop().status().stableRS());
        world.release("carol", "shop:v2");
        world.awaitPhase("Degraded");
        world.settle(Duration.ofSeconds(5));
        ReleaseRecord record = world.record(2);
        assertThat(record.status().outcome().text()).isEqualTo("Aborted");
        assertThat(record.status().reason()).contains("failed");
        var guard = Objects.requireNonNull(record.status().guard());
        assertThat(guard.verdict()).isEqualTo("Worse");
        assertThat(guard.withdrawn()).isNotNull();
        var evidence = Objects.requireNonNull(record.status().steps().getLast().evidence());
        assertThat(Objects.requireNonNull(evidence.candidate()).failures()).isPositive();
        assertThat(Objects.requireNonNull(evidence.stable()).failures()).isZero();
    }

    @Test
    void abortedAndTriedAnewIsOneRelease() throws InterruptedException {
        world.deployRollout("{}");
        world.release("carol", "shop:v2");
        world.awaitPhase("Paused");
        world.alice.abort(RecordWorld.SHOP);
        world.awaitPhase("Degraded");
        assertThat(world.outcome(2)).isEqualTo("Aborted");
        assertThat(world.record(2).status().reason()).endsWith("(aborted by alice)");
        world.alice.retry(RecordWorld.SHOP);
        world.awaitPhase("Healthy");
        ReleaseRecord record = world.record(2);
        assertThat(record.status().outcome().text()).isEqualTo("Promoted");
        assertThat(record.status().retries()).isEqualTo(1);
        assertThat(record.status().steps()).extracting(Step::index).containsExactly(0, 1, 0, 1, 2);
        assertThat(world.records("shop")).hasSize(2);
    }

    @Test
    void aReleaseThatIsOvertakenIsSuperseded() throws InterruptedException {
        world.deployRollout("{}");
        world.release("carol", "shop:v2");
        world.awaitPhase("Paused");
        world.release("dave", "shop:v3");
        world.awaitPhase("Healthy");
        assertThat(world.outcome(2)).isEqualTo("Superseded");
        assertThat(world.record(2).status().reason()).isEqualTo("revision 3 came by dave");
        assertThat(world.record(2).status().pauses().getFirst().ended()).isNotNull();
        assertThat(world.outcome(3)).isEqualTo("Promoted");
    }

    @Test
    void goingBackBeforeTheEndIsUndoing() throws InterruptedException {
        world.deployRollout("{}");
        world.release("carol", "shop:v2");
        world.awaitPhase("Paused");
        world.release("alice", "shop:v1");
        world.awaitPhase("Healthy");
        assertThat(world.outcome(1)).isEqualTo("Promoted");
        assertThat(world.outcome(2)).isEqualTo("Undone");
        assertThat(world.record(3).spec().backTo()).isEqualTo(1);
    }

    @Test
    void goingBackAfterwardsIsRollingBack() throws InterruptedException {
        world.deployRollout("{}");
        world.release("carol", "shop:v2");
        world.awaitPhase("Healthy");
        Long duration = world.record(2).status().durationSeconds();
        world.settle(Duration.ofMinutes(5));
        world.alice.undo(RecordWorld.SHOP, 1);
        world.awaitPhase("Healthy");
        ReleaseRecord record = world.record(2);
        assertThat(record.status().outcome().text()).isEqualTo("RolledBack");
        assertThat(record.status().reason())
                .isEqualTo("revision 3 went back to revision 1 by alice");
        assertThat(record.status().durationSeconds()).isEqualTo(duration);
        assertThat(Duration.between(record.status().finished(), record.status().takenBack()))
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
    }

    @Test
    void recordsOutliveTheirWorkload() throws InterruptedException {
        world.deployRollout("{}");
        world.release("carol", "shop:v2");
        world.awaitPhase("Paused");
        world.delete(Kinds.ROLLOUT, RecordWorld.SHOP);
        world.settle(Duration.ofMinutes(1));
        assertThat(world.records("shop")).hasSize(2);
        assertThat(world.outcome(1)).isEqualTo("Promoted");
        assertThat(world.outcome(2)).isEqualTo("Superseded");
        assertThat(world.record(2).status().reason()).isEqualTo("Rollout shop was deleted");
    }

    @Test
    void deploymentsHaveRecordsToo() throws InterruptedException {
        ObjectKey key = new ObjectKey("default", "api");
        world.deployDeployment();
        for (String image : new String[] {"api:v2", "api:v1"}) {
            world.patch(
                    "carol",
                    Kinds.DEPLOYMENT,
                    key,
                    "spec: {template: {spec: {containers: [{name: api, image: '%s'}]}}}"
                            .formatted(image));
            world.settle(Duration.ofMinutes(1));
        }
        assertThat(world.records("api"))
                .extracting(record -> record.status().outcome().text())
                .containsExactly("Promoted", "RolledBack", "Promoted");
        ReleaseRecord last = world.records("api").getLast();
        assertThat(last.spec().who()).isEqualTo("carol");
        assertThat(last.spec().backTo()).isEqualTo(1);
        assertThat(last.spec().to().config()).containsExactly("configmap/api-config");
    }

    @Test
    void writesOncePerTransitionAndNotPerSecond() throws InterruptedException {
        FragileCluster.Writes writes = new FragileCluster.Writes();
        try (RecordWorld counted = new RecordWorld(1, writes::watch)) {
            counted.deployRollout("{}");
            counted.traffic.start(200);
            counted.release("carol", "shop:v2");
            counted.awaitPhase("Paused");
            counted.settle(Duration.ofSeconds(5));
            int before = writes.count();
            counted.settle(Duration.ofSeconds(20));
            assertThat(writes.count() - before).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void whatHappenedWhileNobodyLookedIsToldAsFarAsKnown() throws InterruptedException {
        world.deployRollout("{}");
        world.kill();
        world.release("carol", "shop:v2");
        world.awaitPhase("Healthy");
        world.settle(Duration.ofHours(1));
        world.restart();
        world.settle(Duration.ofSeconds(5));
        ReleaseRecord record = world.record(2);
        assertThat(record.spec().who()).isEqualTo("carol");
        assertThat(record.status().outcome().text()).isEqualTo("Promoted");
        assertThat(record.status().durationSeconds()).isBetween(30L, 60L);
        assertThat(record.status().steps()).hasSize(3);
        assertThat(record.status().steps().getFirst().started()).isNull();
    }

    @Test
    void tooManyAndTooOldRecordsGo() throws InterruptedException {
        world.retain(RecordConfig.defaults().withRetention(3, Duration.ofMinutes(30)));
        world.deployRollout("{}");
        for (int i = 2; i <= 5; i++) {
            world.release("carol", "shop:v" + i);
            world.awaitPhase("Healthy");
        }
        world.settle(Duration.ofSeconds(5));
        assertThat(world.records("shop"))
                .extracting(record -> record.spec().revision())
                .containsExactly(3L, 4L, 5L);
        world.settle(Duration.ofMinutes(40));
        assertThat(world.records("shop"))
                .extracting(record -> record.spec().revision())
                .containsExactly(5L);
    }
}
