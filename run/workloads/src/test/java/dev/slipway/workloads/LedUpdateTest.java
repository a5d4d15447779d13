package dev.slipway.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.ReplicaSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Updates of which somebody else says how far they may go, and of what template.
class LedUpdateTest {
    private static final ObjectKey WEB = new ObjectKey("default", "web");

    private final World world = new World();
    private final SettableGate gate = new SettableGate();
    private final SettableTemplates templates = new SettableTemplates();

    @BeforeEach
    void deploy() throws InterruptedException {
        world.deploy("web", "{replicas: 8}");
        world.awaitComplete("web");
        world.releasing(new Releasing(gate, templates));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void givesTheNewVersionThePodsOfItsShare() throws Exception {
        lead(25, 0);
        world.setImage("web", "web:v2");
        world.advance(Duration.ofMinutes(1));
        assertThat(replicas("web:v2")).isEqualTo(2);
        assertThat(replicas("web:v1")).isEqualTo(8);

        lead(50, 25);
        world.advance(Duration.ofMinutes(1));
        assertThat(replicas("web:v2")).isEqualTo(4);
        assertThat(replicas("web:v1")).isEqualTo(6);

        gate.decide(new RevisionGate.Open(null));
        world.awaitComplete("web");
        assertThat(replicas("web:v1")).isZero();
    }

    @Test
    void gettingNoTrafficLeavesTheOldVersionItsPods() throws Exception {
        world.always(() -> assertThat(replicas("web:v1")).isGreaterThanOrEqualTo(6));
        lead(100, 0);
        world.setImage("web", "web:v2");
        world.advance(Duration.ofMinutes(1));

        assertThat(replicas("web:v1")).isEqualTo(6);
        assertThat(replicas("web:v2")).isEqualTo(4);
    }

    @Test
    void bringsTheOldVersionBackBeforeTheRefusedOneGoes() throws Exception {
        lead(50, 25);
        world.setImage("web", "web:v2");
        world.advance(Duration.ofMinutes(1));
        world.always(() ->
                assertThat(world.activePods("web").stream().filter(LedUpdateTest::ready))
                        .hasSizeGreaterThanOrEqualTo(6));
        refuse(0);
        world.advance(Duration.ofMinutes(1));

        assertThat(replicas("web:v1")).isEqualTo(8);
        assertThat(replicas("web:v2")).isZero();
        assertThat(condition("Progressing").reason()).isEqualTo("ProgressDeadlineExceeded");
        assertThat(condition("Progressing").message()).isEqualTo("It fails more often.");
        assertThat(condition("Judged").reason()).isEqualTo("Worse");
    }

    @Test
    void keepsPodsOfARefusedVersionAsLongAsTheyHaveTraffic() throws Exception {
        gate.decide(new RevisionGate.Open(null));
        world.setImage("web", "web:v2");
        world.awaitComplete("web");
        world.podsBehave(_ -> Behaviour.neverReady());
        refuse(100);
        world.advance(Duration.ofMinutes(1));

        assertThat(replicas("web:v2")).isEqualTo(8);
        assertThat(replicas("web:v1")).isEqualTo(2);
    }

    @Test
    void doesNotCallWaitingForALeaderALackOfProgress() throws Exception {
        lead(25, 25);
        world.setImage("web", "web:v2");
        world.advance(Duration.ofMinutes(40));

        assertThat(condition("Progressing").reason()).isEqualTo("ReplicaSetUpdated");
    }

    @Test
    void callsMissingPodsALackOfProgressAllTheSame() throws Exception {
        world.podsBehave(_ -> Behaviour.neverReady());
        lead(25, 0);
        world.setImage("web", "web:v2");
        world.advance(Duration.ofMinutes(40));

        assertThat(condition("Progressing").reason()).isEqualTo("ProgressDeadlineExceeded");
    }

    @Test
    void runsTheTemplateThatIsSaidToRun() throws Exception {
        templates.set("one");
        world.awaitComplete("web");
        assertThat(world.activePods("web"))
                .allSatisfy(pod ->
                        assertThat(pod.metadata().annotations()).containsEntry("config", "one"));
        templates.set("two");
        world.awaitComplete("web");
        assertThat(world.sets()).hasSize(3);
        assertThat(world.activePods("web"))
                .hasSize(8)
                .allSatisfy(pod ->
                        assertThat(pod.metadata().annotations()).containsEntry("config", "two"));
        templates.set("one");
        world.awaitComplete("web");
        assertThat(world.sets()).as("the first is used again").hasSize(3);
    }

    private void lead(int percent, int traffic) {
        gate.decide(
                new RevisionGate.Share(
                        percent,
                        traffic,
                        hash("web:v1"),
                        new RevisionGate.Finding(null, "NotEnoughEvidence", "Too early.")));
    }

    private void refuse(int traffic) {
        gate.decide(
                new RevisionGate.Refused(
                        traffic,
                        hash("web:v1"),
                        new RevisionGate.Finding(false, "Worse", "It fails more often.")));
    }

    private ReplicaSet set(String image) {
        return world.sets().stream()
                .filter(set -> image.equals(image(set)))
                .findFirst()
                .orElseThrow();
    }

    private String hash(String image) {
        return set(image).metadata().labels().getOrDefault(PodTemplates.HASH_LABEL, "");
    }

    private int replicas(String image) {
        return world.sets().stream()
                .filter(set -> image.equals(image(set)))
                .mapToInt(ReplicaSetPlan::replicas)
                .sum();
    }

    private static String image(ReplicaSet set) {
        return set.spec().template().at("/spec/containers/0/image").asText();
    }

    private static boolean ready(Pod pod) {
        return pod.status().isReady();
    }

    private Condition condition(String type) {
        return Objects.requireNonNull(
                Condition.find(world.get(Kinds.DEPLOYMENT, "web").status().conditions(), type),
                type);
    }

    private static final class SettableGate implements RevisionGate {
        private final List<Consumer<ObjectKey>> listeners = new ArrayList<>();
        private Decision decision = new Open(null);

        void decide(Decision newDecision) {
            decision = newDecision;
            listeners.forEach(listener -> listener.accept(WEB));
        }

        @Override
        public Decision decide(Update update) {
            return decision;
        }

        @Override
        public void onChange(Consumer<ObjectKey> listener) {
            listeners.add(listener);
        }
    }

    /// Adds an annotation to the template, as a hash of its config.
    private static final class SettableTemplates implements RunningTemplates {
        private final List<Consumer<ObjectKey>> listeners = new ArrayList<>();
        private String config = "";

        void set(String newConfig) {
            config = newConfig;
            listeners.forEach(listener -> listener.accept(WEB));
        }

        @Override
        public ObjectNode of(Deployment deployment) {
            ObjectNode template = deployment.spec().template().deepCopy();
            if (!config.isEmpty()) {
                PodTemplates.object(PodTemplates.object(template, "metadata"), "annotations")
                        .put("config", config);
            }
            return template;
        }

        @Override
        public void onChange(Consumer<ObjectKey> listener) {
            listeners.add(listener);
        }
    }
}
