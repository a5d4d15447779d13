package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReplicaSet;
import java.time.Duration;
import java.util.Comparator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Config is part of a version.
class ConfigRolloutTest {
    private static final ObjectKey SETTINGS = new ObjectKey("default", "settings");

    private final ReleaseWorld world = new ReleaseWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void changeOfConfigAloneIsAVersionThatCanBeUndone() throws InterruptedException {
        world.create(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: default},"
                        + " data: {colour: red}}");
        world.deployRouted("[{setWeight: 25}, {pause: {}}]");
        world.patch(
                "spec: {template: {spec: {containers: [{name: shop, image: 'shop:v1', envFrom:"
                        + " [{configMapRef: {name: settings}}], ports: [{containerPort: 8080}]}]}}}");
        world.awaitPhase("Paused");
        world.actions.promoteFull(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        String red = configOf(1);

        paint("blue");
        world.await(() -> "Paused".equals(world.phase()), Duration.ofMinutes(1));
        assertThat(world.sets()).hasSize(3);
        assertThat(colour(configOf(2))).isEqualTo("blue");
        assertThat(colour(red)).isEqualTo("red");
        assertThat(configOf(1)).isEqualTo(red);

        world.actions.promoteFull(ReleaseWorld.SHOP);
        world.awaitPhase("Healthy");
        world.actions.undo(ReleaseWorld.SHOP, 0);
        world.awaitPhase("Healthy");
        assertThat(world.sets()).hasSize(3);
        assertThat(configOf(2)).isEqualTo(red);
        paint("green");
        world.advance(Duration.ofMinutes(1));
        assertThat(configOf(2)).as("an undone version keeps its config").isEqualTo(red);
    }

    private void paint(String colour) {
        world.cluster
                .resources(Kinds.CONFIG_MAP)
                .patch(
                        SETTINGS,
                        new Patch.MergePatch(ReleaseWorld.yaml("data: {colour: " + colour + "}")));
    }

    /// The name of the copy that the version of that age, the oldest being 0, refers to.
    private String configOf(int age) {
        return world.sets().stream()
                .sorted(Comparator.comparingLong(RolloutReplicaSets::revision))
                .map(ConfigRolloutTest::reference)
                .toList()
                .get(age);
    }

    private static String reference(ReplicaSet set) {
        return set.spec().template().at("/spec/containers/0/envFrom/0/configMapRef/name").asText();
    }

    private String colour(String configMap) {
        return String.valueOf(
                world.cluster
                        .resources(Kinds.CONFIG_MAP)
                        .find(new ObjectKey("default", configMap))
                        .orElseThrow()
                        .data()
                        .get("colour"));
    }
}
