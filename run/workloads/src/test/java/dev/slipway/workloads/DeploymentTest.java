package dev.slipway.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.model.Json;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeploymentTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void becomesCompleteAndSaysSo() throws Exception {
        world.deploy("web", "{}");
        world.awaitComplete("web");

        Deployment deployment = world.deployment("web");
        ReplicaSet set = world.sets().getFirst();
        assertThat(world.activePods("web")).hasSize(3);
        assertThat(set.key().name()).matches("web-[bcdfghjklmnpqrstvwxz2456789]{10}");
        assertThat(set.metadata().labels())
                .containsEntry("pod-template-hash", set.key().name().substring(4));
        assertThat(set.metadata().annotations()).containsEntry(Revisions.REVISION, "1");
        assertThat(deployment.metadata().annotations()).containsEntry(Revisions.REVISION, "1");
        assertThat(condition("Available").reason()).isEqualTo("MinimumReplicasAvailable");
        assertThat(condition("Progressing").reason()).isEqualTo("NewReplicaSetAvailable");
        assertThat(condition("Progressing").message())
                .isEqualTo("ReplicaSet \"%s\" has successfully progressed.", set.key().name());
    }

    @ParameterizedTest
    @CsvSource({
        "4, 25%, 25%",
        "4, 1, 0",
        "4, 0, 1",
        "1, 25%, 25%",
        "10, 30%, 30%",
        "3, 100%, 0",
        "5, 0, 100%",
        "7, 2, 3"
    })
    void keepsWithinItsLimitsAtEveryMoment(int replicas, String surge, String unavailable)
            throws Exception {
        world.deploy(
                "web",
                "{replicas: %d, strategy: {rollingUpdate: {maxSurge: %s, maxUnavailable: %s}}}"
                        .formatted(replicas, surge, unavailable));
        world.awaitComplete("web");
        DeploymentView view =
                DeploymentView.of(world.deployment("web"), world.sets(), world.time.now());
        int podsMax = replicas + view.maxSurge();
        int availableMin = replicas - view.maxUnavailable();
        world.always(() -> {
            List<Pod> active = world.activePods("web");
            assertThat(active).hasSizeLessThanOrEqualTo(podsMax);
            assertThat(active.stream().filter(pod -> pod.status().isReady()).count())
                    .isGreaterThanOrEqualTo(availableMin);
        });
        world.setImage("web", "web:v2");
        world.awaitComplete("web");

        assertThat(world.activePods("web")).allSatisfy(pod -> assertImage(pod, "web:v2"));
        assertThat(world.deployment("web").metadata().annotations())
                .containsEntry(Revisions.REVISION, "2");
    }

    @Test
    void keepsTheOldVersionServingWhileTheNewOneIsNotReady() throws Exception {
        world.deploy("web", "{replicas: 4}");
        world.awaitComplete("web");
        world.podsBehave(
                pod -> image(pod).endsWith("v2") ? Behaviour.neverReady() : Behaviour.healthy());
        world.setImage("web", "web:v2");
        world.advance(Duration.ofMinutes(9));
        assertThat(condition("Progressing").reason()).isEqualTo("ReplicaSetUpdated");
        world.advance(Duration.ofMinutes(2));

        assertThat(condition("Progressing").status()).isEqualTo("False");
        assertThat(condition("Progressing").reason()).isEqualTo("ProgressDeadlineExceeded");
        assertThat(condition("Available").holds()).isTrue();
        assertThat(ready("web:v1")).isEqualTo(3);
        assertThat(world.activePods("web")).hasSize(5);
    }

    @Test
    void goesBackToAnOldVersionByReusingItsReplicaSet() throws Exception {
        world.deploy("web", "{}");
        world.awaitComplete("web");
        ReplicaSet first = world.sets().getFirst();
        world.setImage("web", "web:v2");
        world.awaitComplete("web");
        undoTo(first);
        world.awaitComplete("web");

        assertThat(world.sets()).hasSize(2);
        ReplicaSet again = world.get(Kinds.REPLICA_SET, first.key().name());
        assertThat(again.spec().replicas()).isEqualTo(3);
        assertThat(again.metadata().annotations())
                .containsEntry(Revisions.REVISION, "3")
                .containsEntry(Revisions.HISTORY, "1");
        assertThat(world.deployment("web").metadata().annotations())
                .containsEntry(Revisions.REVISION, "3");
        assertThat(world.activePods("web")).allSatisfy(pod -> assertImage(pod, "web:v1"));
    }

    @Test
    void goesBackInTheMiddleOfAnUpdateThatIsStuck() throws Exception {
        world.deploy("web", "{replicas: 4}");
        world.awaitComplete("web");
        ReplicaSet first = world.sets().getFirst();
        world.podsBehave(
                pod -> image(pod).endsWith("v2") ? Behaviour.neverReady() : Behaviour.healthy());
        world.setImage("web", "web:v2");
        world.advance(Duration.ofMinutes(1));
        undoTo(first);
        world.awaitComplete("web");

        assertThat(world.activePods("web")).hasSize(4);
        assertThat(condition("Progressing").reason()).isEqualTo("NewReplicaSetAvailable");
    }

    @Test
    void replacesAllPodsAtOnceIfToldToRecreate() throws Exception {
        world.deploy("web", "{strategy: {type: Recreate}}");
        world.awaitComplete("web");
        world.always(() -> {
            assertThat(world.pods("web").stream().map(DeploymentTest::image).distinct())
                    .hasSizeLessThanOrEqualTo(1);
        });
        world.setImage("web", "web:v2");
        world.awaitComplete("web");

        assertThat(world.activePods("web")).hasSize(3);
    }

    @Test
    void startsNoUpdateWhilePausedButScales() throws Exception {
        world.deploy("web", "{}");
        world.awaitComplete("web");
        world.merge(Kinds.DEPLOYMENT, "web", "{spec: {paused: true}}");
        world.setImage("web", "web:v2");
        world.merge(Kinds.DEPLOYMENT, "web", "{spec: {replicas: 5}}");
        world.advance(Duration.ofMinutes(1));

        assertThat(condition("Progressing").reason()).isEqualTo("DeploymentPaused");
        assertThat(ready("web:v1")).isEqualTo(5);
        assertThat(world.sets()).hasSize(1);

        world.merge(Kinds.DEPLOYMENT, "web", "{spec: {paused: null}}");
        world.awaitComplete("web");
        assertThat(ready("web:v2")).isEqualTo(5);
    }

    @Test
    void sharesAChangeOfSizeInTheMiddleOfAnUpdate() throws Exception {
        world.deploy(
                "web",
                "{replicas: 10, strategy: {rollingUpdate: {maxSurge: 3, " + "maxUnavailable: 2}}}");
        world.awaitComplete("web");
        world.podsBehave(
                pod -> image(pod).endsWith("v2") ? Behaviour.neverReady() : Behaviour.healthy());
        world.setImage("web", "web:v2");
        world.advance(Duration.ofMinutes(1));
        assertThat(world.sets())
                .extracting(ReplicaSetPlan::replicas)
                .containsExactlyInAnyOrder(8, 5);
        world.merge(Kinds.DEPLOYMENT, "web", "{spec: {replicas: 15}}");
        world.advance(Duration.ofSeconds(1));

        assertThat(world.sets())
                .extracting(ReplicaSetPlan::replicas)
                .containsExactlyInAnyOrder(11, 7);
    }

    @Test
    void keepsOnlyAsManyOldReplicaSetsAsAsked() throws Exception {
        world.deploy("web", "{revisionHistoryLimit: 2}");
        for (int version = 2; version <= 6; version++) {
            world.awaitComplete("web");
            world.setImage("web", "web:v" + version);
        }
        world.awaitComplete("web");
        world.advance(Duration.ofMinutes(1));

        assertThat(world.sets()).extracting(Revisions::of).containsExactlyInAnyOrder(4L, 5L, 6L);
    }

    @Test
    void takesAnotherHashWhenTheNameIsTaken() throws Exception {
        world.deploy("web", "{paused: true}");
        world.settle();
        String hash = PodTemplates.hash(world.deployment("web").spec().template(), 0);
        world.create(
                """
                {apiVersion: apps/v1, kind: ReplicaSet,
                 metadata: {name: web-%s, namespace: default},
                 spec: {replicas: 0, selector: {matchLabels: {app: stranger}},
                  template: {metadata: {labels: {app: stranger}},
                   spec: {containers: [{name: main, image: a}]}}}}
                """
                        .formatted(hash));
        world.merge(Kinds.DEPLOYMENT, "web", "{spec: {paused: null}}");
        world.awaitComplete("web");

        assertThat(world.deployment("web").status().collisionCount()).isEqualTo(1);
        assertThat(world.activePods("web")).hasSize(3);
    }

    @Test
    void carriesAnnotationsToTheReplicaSetForTheHistory() throws Exception {
        world.deploy("web", "{}");
        world.merge(
                Kinds.DEPLOYMENT,
                "web",
                "{metadata: {annotations: {kubernetes.io/change-cause: first,"
                        + " kubectl.kubernetes.io/last-applied-configuration: '{}'}}}");
        world.awaitComplete("web");

        assertThat(world.sets().getFirst().metadata().annotations())
                .containsEntry("kubernetes.io/change-cause", "first")
                .doesNotContainKey("kubectl.kubernetes.io/last-applied-configuration");
    }

    @Test
    void tellsEachStepAsAnEvent() throws Exception {
        world.deploy("web", "{replicas: 1}");
        world.awaitComplete("web");
        world.setImage("web", "web:v2");
        world.awaitComplete("web");

        assertThat(world.all(Kinds.EVENT))
                .filteredOn(event -> "ScalingReplicaSet".equals(event.reason()))
                .extracting(event -> String.valueOf(event.message()).replaceAll("web-\\w+", "X"))
                .containsExactlyInAnyOrder(
                        "Scaled up replica set X from 0 to 1",
                        "Scaled up replica set X from 0 to 1",
                        "Scaled down replica set X from 1 to 0");
    }

    /// As `kubectl rollout undo` does it.
    private void undoTo(ReplicaSet set) {
        ObjectNode template = set.spec().template().deepCopy();
        ((ObjectNode) template.path("metadata").path("labels")).remove("pod-template-hash");
        ((ObjectNode) template.path("metadata")).putNull("creationTimestamp");
        ArrayNode operations = Json.object().putArray("operations");
        operations
                .addObject()
                .put("op", "replace")
                .put("path", "/spec/template")
                .set("value", template);
        world.resources(Kinds.DEPLOYMENT)
                .patch(World.key(Kinds.DEPLOYMENT, "web"), new Patch.JsonPatch(operations));
    }

    private long ready(String image) {
        return world.activePods("web").stream()
                .filter(pod -> image(pod).equals(image) && pod.status().isReady())
                .count();
    }

    private Condition condition(String type) {
        return Objects.requireNonNull(
                Condition.find(world.deployment("web").status().conditions(), type), type);
    }

    private static void assertImage(Pod pod, String image) {
        assertThat(image(pod)).isEqualTo(image);
    }

    private static String image(Pod pod) {
        return String.valueOf(pod.spec().containers().getFirst().image());
    }
}
