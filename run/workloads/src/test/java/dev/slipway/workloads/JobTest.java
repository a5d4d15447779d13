package dev.slipway.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.DeleteOptions;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Job;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JobTest {
    private static final Duration RUN = Duration.ofSeconds(10);

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void runsAsManyPodsAsAskedSomeAtATime() throws Exception {
        world.podsBehave(_ -> Behaviour.exits(RUN, 0));
        create("{completions: 5, parallelism: 2}");
        world.always(() -> assertThat(activePods()).hasSizeLessThanOrEqualTo(2));
        world.await(this::isComplete, Duration.ofMinutes(5));

        assertThat(job().status().succeeded()).isEqualTo(5);
        assertThat(job().status().active()).isZero();
        assertThat(job().status().completionTime()).isNotNull();
        assertThat(pods()).hasSize(5);
    }

    @Test
    void triesAgainEverLaterAndGivesUpAfterTheLimit() throws Exception {
        world.podsBehave(_ -> Behaviour.exits(Duration.ZERO, 1));
        create("{backoffLimit: 3}");
        world.advance(Duration.ofSeconds(5));
        assertThat(pods()).hasSize(1);
        world.advance(Duration.ofSeconds(10));
        assertThat(pods()).hasSize(2);
        world.advance(Duration.ofSeconds(21));
        assertThat(pods()).hasSize(3);
        world.advance(Duration.ofMinutes(5));

        assertThat(pods()).hasSize(4);
        assertThat(job().status().failed()).isEqualTo(4);
        assertThat(condition("Failed").reason()).isEqualTo("BackoffLimitExceeded");
    }

    @Test
    void countsAnEndedPodOnceEvenIfItIsRemoved() throws Exception {
        world.podsBehave(_ -> Behaviour.exits(RUN, 0));
        create("{completions: 3, parallelism: 1}");
        world.await(() -> Objects.equals(job().status().succeeded(), 1), Duration.ofMinutes(1));
        for (Pod pod : pods()) {
            if (pod.status().isTerminal()) {
                world.resources(Kinds.POD).delete(pod.key(), DeleteOptions.background());
            }
        }
        world.await(this::isComplete, Duration.ofMinutes(5));

        assertThat(job().status().succeeded()).isEqualTo(3);
        assertThat(pods()).hasSize(2);
    }

    @Test
    void countsAPodThatIsDeletedWhileItRunsAsFailed() throws Exception {
        world.podsBehave(_ -> Behaviour.exits(RUN, 0));
        create("{completions: 1}");
        world.advance(Duration.ofSeconds(2));
        world.resources(Kinds.POD).delete(pods().getFirst().key(), DeleteOptions.background());
        world.await(this::isComplete, Duration.ofMinutes(5));

        assertThat(job().status().failed()).isEqualTo(1);
        assertThat(job().status().succeeded()).isEqualTo(1);
    }

    @Test
    void endsAtItsDeadline() throws Exception {
        world.podsBehave(_ -> Behaviour.healthy());
        create("{activeDeadlineSeconds: 60}");
        world.advance(Duration.ofSeconds(59));
        assertThat(activePods()).hasSize(1);
        world.advance(Duration.ofSeconds(5));

        assertThat(condition("Failed").reason()).isEqualTo("DeadlineExceeded");
        assertThat(pods()).isEmpty();
    }

    @Test
    void disappearsSomeTimeAfterItsEndWithItsPods() throws Exception {
        world.podsBehave(_ -> Behaviour.exits(RUN, 0));
        create("{ttlSecondsAfterFinished: 100}");
        world.await(this::isComplete, Duration.ofMinutes(1));
        world.advance(Duration.ofSeconds(90));
        assertThat(world.exists(Kinds.JOB, "batch")).isTrue();
        world.advance(Duration.ofSeconds(20));

        assertThat(world.exists(Kinds.JOB, "batch")).isFalse();
        assertThat(pods()).isEmpty();
    }

    @Test
    void stopsItsPodsWhileSuspended() throws Exception {
        world.podsBehave(_ -> Behaviour.exits(RUN, 0));
        create("{completions: 2, parallelism: 2, suspend: true}");
        world.advance(Duration.ofMinutes(1));
        assertThat(pods()).isEmpty();
        assertThat(condition("Suspended").holds()).isTrue();

        world.merge(Kinds.JOB, "batch", "{spec: {suspend: false}}");
        world.advance(Duration.ofSeconds(2));
        assertThat(activePods()).hasSize(2);
        world.merge(Kinds.JOB, "batch", "{spec: {suspend: true}}");
        world.advance(Duration.ofSeconds(5));
        assertThat(activePods()).isEmpty();
        world.merge(Kinds.JOB, "batch", "{spec: {suspend: false}}");
        world.await(this::isComplete, Duration.ofMinutes(1));

        assertThat(job().status().failed()).isZero();
    }

    @Test
    void givesEachPodAnIndexIfAsked() throws Exception {
        world.podsBehave(
                pod -> Behaviour.exits(RUN, JobView.index(pod) == 1 && firstTry(pod) ? 1 : 0));
        create("{completions: 4, parallelism: 4, completionMode: Indexed}");
        world.advance(Duration.ofSeconds(12));
        assertThat(job().status().completedIndexes()).isEqualTo("0,2-3");
        world.await(this::isComplete, Duration.ofMinutes(5));

        assertThat(job().status().completedIndexes()).isEqualTo("0-3");
        assertThat(job().status().failed()).isEqualTo(1);
        Pod pod = pods().getFirst();
        assertThat(pod.spec().hostname()).isEqualTo("batch-" + JobView.index(pod));
        assertThat(pod.spec().containers().getFirst().env())
                .extracting(each -> each.name())
                .containsExactly("JOB_COMPLETION_INDEX");
    }

    @Test
    void writesIndexesAsRanges() {
        assertThat(JobIndexes.format(JobIndexes.parse("0-3,5,7-8"))).isEqualTo("0-3,5,7-8");
        assertThat(JobIndexes.format(JobIndexes.parse("4,2,3,9"))).isEqualTo("2-4,9");
        assertThat(JobIndexes.format(JobIndexes.parse(""))).isEmpty();
    }

    private boolean firstTry(Pod pod) {
        return pods().stream()
                        .filter(each -> JobView.index(each) == JobView.index(pod))
                        .map(Pod::key)
                        .findFirst()
                        .filter(pod.key()::equals)
                        .isPresent()
                && (job().status().failed() == null || job().status().failed() == 0);
    }

    private void create(String spec) {
        world.createMerged(
                """
                {apiVersion: batch/v1, kind: Job, metadata: {name: batch, namespace: default},
                 spec: {template: {spec: {restartPolicy: Never,
                  containers: [{name: main, image: a}]}}}}
                """,
                spec);
    }

    private boolean isComplete() {
        return Condition.isTrue(job().status().conditions(), "Complete");
    }

    private Condition condition(String type) {
        return Objects.requireNonNull(Condition.find(job().status().conditions(), type), type);
    }

    private Job job() {
        return world.get(Kinds.JOB, "batch");
    }

    private List<Pod> pods() {
        return world.all(Kinds.POD);
    }

    private List<Pod> activePods() {
        return Pods.active(pods());
    }
}
