package dev.slipway.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.DeleteOptions;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReplicaSetTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void createsPodsOfItsTemplateAndReportsThem() throws Exception {
        create(3, "{}");
        world.advance(Duration.ofSeconds(5));

        ReplicaSet set = world.get(Kinds.REPLICA_SET, "web");
        assertThat(world.activePods("web")).hasSize(3).allSatisfy(this::belongsToSet);
        assertThat(set.status().replicas()).isEqualTo(3);
        assertThat(set.status().fullyLabeledReplicas()).isEqualTo(3);
        assertThat(set.status().readyReplicas()).isEqualTo(3);
        assertThat(set.status().availableReplicas()).isEqualTo(3);
        assertThat(set.status().observedGeneration()).isEqualTo(1);
        assertThat(world.all(Kinds.EVENT))
                .extracting(event -> event.reason() + " " + event.involvedObject().name())
                .containsOnly("SuccessfulCreate web");
    }

    @Test
    void replacesAPodAtOnceWhenItIsDeletedOrHasEnded() throws Exception {
        create(2, "{}");
        world.advance(Duration.ofSeconds(5));
        Pod deleted = world.activePods("web").getFirst();
        world.resources(Kinds.POD).delete(deleted.key(), DeleteOptions.background());
        world.settle();
        assertThat(world.activePods("web")).hasSize(2);

        world.podsBehave(pod ->
                pod.key().equals(world.activePods("web").getFirst().key())
                        ? Behaviour.exits(Duration.ZERO, 1)
                        : Behaviour.healthy());
        Pod failing = world.activePods("web").getFirst();
        world.merge(Kinds.POD, failing.key().name(), "{metadata: {labels: {poke: me}}}");
        world.podsBehave(pod ->
                pod.key().equals(failing.key())
                        ? Behaviour.exits(Duration.ZERO, 1)
                        : Behaviour.healthy());
        world.settle();

        assertThat(world.get(Kinds.POD, failing.key().name()).status().phase()).isEqualTo("Failed");
        assertThat(world.activePods("web")).hasSize(2).doesNotContain(failing);
    }

    @Test
    void countsAPodAsAvailableOnlyAfterMinReadySeconds() throws Exception {
        create(1, "{minReadySeconds: 30}");
        world.advance(Duration.ofSeconds(20));
        assertThat(available()).isZero();
        world.advance(Duration.ofSeconds(20));

        assertThat(available()).isEqualTo(1);
    }

    @Test
    void adoptsPodsThatMatchAndReleasesThoseThatDoNot() throws Exception {
        world.create(
                """
                {apiVersion: v1, kind: Pod,
                 metadata: {name: orphan, namespace: default, labels: {app: web}},
                 spec: {containers: [{name: main, image: a}]}}
                """);
        create(2, "{}");
        world.advance(Duration.ofSeconds(5));
        assertThat(world.activePods("web")).hasSize(2).allSatisfy(this::belongsToSet);

        world.merge(Kinds.POD, "orphan", "{metadata: {labels: {app: other}}}");
        world.advance(Duration.ofSeconds(5));

        assertThat(world.get(Kinds.POD, "orphan").metadata().controller()).isNull();
        assertThat(world.activePods("web")).hasSize(2);
    }

    @Test
    void deletesPodsThatAreMissedLeast() throws Exception {
        create(4, "{}");
        world.podsBehave(pod ->
                pod.key().equals(world.pods("web").getFirst().key())
                        ? Behaviour.neverReady()
                        : Behaviour.healthy());
        world.advance(Duration.ofSeconds(5));
        List<Pod> pods = world.activePods("web");
        String cheap = pods.get(2).key().name();
        world.merge(
                Kinds.POD,
                cheap,
                "{metadata: {annotations: {controller.kubernetes.io/pod-deletion-cost: '-5'}}}");
        world.settle();
        world.merge(Kinds.REPLICA_SET, "web", "{spec: {replicas: 2}}");
        world.settle();

        assertThat(world.activePods("web"))
                .extracting(pod -> pod.key().name())
                .containsExactly(pods.get(1).key().name(), pods.get(3).key().name());
    }

    @Test
    void saysWhyPodsCannotBeCreatedAndStopsTryingAThousandTimes() throws Exception {
        create(100, "{template: {metadata: {labels: {%s: 'yes'}}}}".formatted(World.FORBIDDEN));
        world.settle();

        assertThat(world.get(Kinds.REPLICA_SET, "web").status().conditions())
                .singleElement()
                .satisfies(condition -> {
                    assertThat(condition.type()).isEqualTo("ReplicaFailure");
                    assertThat(condition.reason()).isEqualTo("FailedCreate");
                });
        assertThat(world.all(Kinds.POD)).isEmpty();
        assertThat(world.all(Kinds.EVENT)).hasSize(1);
    }

    private int available() {
        Integer available = world.get(Kinds.REPLICA_SET, "web").status().availableReplicas();
        return available == null ? 0 : available;
    }

    private void belongsToSet(Pod pod) {
        ReplicaSet set = world.get(Kinds.REPLICA_SET, "web");
        assertThat(pod.metadata().isControlledBy(set.metadata().storedUid())).isTrue();
    }

    private void create(int replicas, String spec) {
        world.createMerged(
                """
                {apiVersion: apps/v1, kind: ReplicaSet,
                 metadata: {name: web, namespace: default},
                 spec: {replicas: %d, selector: {matchLabels: {app: web}},
                  template: {metadata: {labels: {app: web}},
                   spec: {containers: [{name: main, image: a}]}}}}
                """
                        .formatted(replicas),
                spec);
    }
}
