package dev.slipway.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.testing.MemoryCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OwnWritesTest {
    private static final ObjectKey OWNER = new ObjectKey("default", "owner");

    private final SimulatedTime time = new SimulatedTime();
    private final MemoryCluster cluster = new MemoryCluster(time);
    private final Simulation simulation = new Simulation(time, 1);
    private final Informers informers = simulation.add(new Informers(cluster, time));
    private final Resources<ConfigMap> maps = cluster.resources(Kinds.CONFIG_MAP);
    private final OwnWrites<ConfigMap> writes =
            new OwnWrites<>(informers.of(Kinds.CONFIG_MAP), time);

    @BeforeEach
    void sync() throws Exception {
        simulation.settle();
    }

    @Test
    void waitsUntilACreationAndAPatchAreSeen() throws Exception {
        writes.wrote(OWNER, maps.create(map("a")));
        assertThat(writes.outstanding(OWNER)).isPositive();
        simulation.settle();
        assertThat(writes.outstanding(OWNER)).isZero();

        writes.wrote(OWNER, maps.patch(new ObjectKey("default", "a"), change()));
        assertThat(writes.outstanding(OWNER)).isPositive();
        assertThat(writes.outstanding(new ObjectKey("default", "other"))).isZero();
        simulation.settle();
        assertThat(writes.outstanding(OWNER)).isZero();
    }

    @Test
    void takesTheDeletionOfTheObjectForSeeingIt() throws Exception {
        ConfigMap created = maps.create(map("a"));
        simulation.settle();
        writes.wrote(OWNER, maps.patch(created.key(), change()));
        maps.delete(created.key(), DeleteOptions.background());
        cluster.compact();
        simulation.settle();

        assertThat(writes.outstanding(OWNER)).isZero();
    }

    @Test
    void givesUpWhatIsNeverSeen() {
        writes.wrote(OWNER, maps.create(map("a")));
        time.advance(Duration.ofMinutes(1));

        assertThat(writes.outstanding(OWNER)).isZero();
    }

    private static ConfigMap map(String name) {
        return new ConfigMap(ObjectMeta.named("default", name), Map.of(), Map.of(), null);
    }

    private static Patch change() {
        var data = Json.object();
        data.put("k", "v");
        return MergeChange.under("data", data);
    }
}
