package dev.slipway.config;

import static dev.slipway.config.ConfigWorld.settingsOf;
import static dev.slipway.config.ConfigWorld.usingSettings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.controller.testing.AdverseCluster;
import dev.slipway.model.ApiException;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCollectorTest {
    private static final Duration LONG = ConfigCollector.GRACE.multipliedBy(4);

    private final ConfigWorld world = new ConfigWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void deletesWhatNothingRefersToOnlyAfterTheGrace() throws InterruptedException {
        world.settings("1");
        var _ = world.keep(usingSettings());
        world.advance(ConfigCollector.GRACE.minusSeconds(1));
        assertThat(world.configMapCopies()).hasSize(1);
        world.advance(LONG);
        assertThat(world.configMapCopies()).isEmpty();
        assertThat(world.configMap("settings").data()).containsEntry("a", "1");
    }

    @Test
    void keepsWhatAReplicaSetOrAPodRefersTo() throws InterruptedException {
        world.settings("1");
        ObjectNode first = world.keep(usingSettings());
        world.replicaSet("shop-1", first);
        world.settle();
        world.changeSettings("2");
        world.settle();
        ObjectNode second = world.keep(usingSettings());
        world.create(
                "{apiVersion: v1, kind: Pod, metadata: {name: one}, spec: %s}"
                        .formatted(second.path("spec")));
        world.advance(LONG);
        assertThat(world.configMapCopies())
                .extracting(map -> map.key().name())
                .containsExactlyInAnyOrder(settingsOf(first), settingsOf(second));

        world.delete(Kinds.REPLICA_SET, "shop-1");
        world.advance(LONG);
        assertThat(world.configMapCopies())
                .extracting(map -> map.key().name())
                .containsExactly(settingsOf(second));
    }

    @Test
    void whatIsHandedOutAgainStays() throws InterruptedException {
        world.settings("1");
        for (int i = 0; i < 20; i++) {
            var _ = world.keep(usingSettings());
            world.advance(ConfigCollector.GRACE.dividedBy(2));
            assertThat(world.configMapCopies()).hasSize(1);
        }
    }

    @Test
    void whatWasDeletedIsMadeAnewWhenAskedFor() throws InterruptedException {
        world.settings("1");
        String name = settingsOf(world.keep(usingSettings()));
        world.advance(LONG);
        assertThat(world.configMapCopies()).isEmpty();
        assertThat(settingsOf(world.keep(usingSettings()))).isEqualTo(name);
        assertThat(world.configMapCopies()).hasSize(1);
    }

    /// Versions come, go, come back; caches are behind and writes fail: what a ReplicaSet refers to
    /// is always there and never changes.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatAVersionRefersToIsAlwaysThere(long seed) throws InterruptedException {
        try (ConfigWorld adverse = new ConfigWorld(seed, AdverseCluster.Severity.usual())) {
            Random random = new Random(seed);
            TreeMap<String, String> versions = new TreeMap<>();
            adverse.settings("0");
            for (int round = 0; round < 200; round++) {
                String name = "shop-" + random.nextInt(4);
                switch (random.nextInt(4)) {
                    case 0 -> adverse.changeSettings(Integer.toString(random.nextInt(5)));
                    case 1 -> adverse.advance(Duration.ofSeconds(random.nextInt(900)));
                    case 2 -> {
                        adverse.delete(Kinds.REPLICA_SET, name);
                        versions.remove(name);
                    }
                    default -> {
                        if (!versions.containsKey(name)) {
                            start(adverse, name, versions);
                        }
                    }
                }
                versions.forEach(
                        (set, content) -> assertThat(content(adverse, set)).isEqualTo(content));
            }
            versions.keySet().forEach(set -> adverse.delete(Kinds.REPLICA_SET, set));
            adverse.advance(LONG.multipliedBy(3));
            List<ConfigMap> left = adverse.configMapCopies();
            assertThat(left).isEmpty();
        }
    }

    private static void start(ConfigWorld world, String name, Map<String, String> versions) {
        try {
            world.replicaSet(name, world.keep(usingSettings()));
            versions.put(name, content(world, name));
        } catch (ApiException e) {
            assertThat(e).hasMessageContaining("Simulated");
        }
    }

    private static String content(ConfigWorld world, String set) {
        ObjectNode template =
                world.cluster
                        .resources(Kinds.REPLICA_SET)
                        .find(ConfigWorld.key(set))
                        .orElseThrow()
                        .spec()
                        .template();
        return String.valueOf(world.configMap(settingsOf(template)).data().get("a"));
    }
}
