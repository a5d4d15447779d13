package dev.slipway.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.Resources;
import dev.slipway.controller.testing.AdverseCluster;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InformersTest {
    private final SimulatedTime time = new SimulatedTime();
    private final MemoryCluster cluster = new MemoryCluster(time);
    private final Resources<ConfigMap> maps = cluster.resources(Kinds.CONFIG_MAP);

    @Test
    void sharesOneInformerForAKind() {
        Informers informers = new Informers(cluster, time);

        assertThat(informers.of(Kinds.POD)).isSameAs(informers.of(Kinds.POD));
    }

    @Test
    void showsEachChangeBeforeItTellsOfIt() throws Exception {
        maps.create(map("a", "1"));
        Informers informers = new Informers(cluster, time);
        Informer<ConfigMap> informer = informers.of(Kinds.CONFIG_MAP);
        List<String> told = new ArrayList<>();
        informer.addListener(delta -> {
            assertThat(informer.find(delta.object().key())).isEqualTo(delta.after());
            told.add(value(delta.before()) + ">" + value(delta.after()));
        });
        settle(informers);
        maps.patch(key("a"), data("2"));
        maps.create(map("b", "3"));
        maps.delete(key("a"), DeleteOptions.background());
        settle(informers);

        assertThat(told).containsExactly("->1", "1>2", "->3", "2>-");
        assertThat(informer.all()).extracting(each -> each.key().name()).containsExactly("b");
        assertThat(informer.revision()).isEqualTo(4);
    }

    @Test
    void listsAgainAfterTheWatchExpired() throws Exception {
        Informers informers = new Informers(cluster, time);
        Informer<ConfigMap> informer = informers.of(Kinds.CONFIG_MAP);
        maps.create(map("gone", "1"));
        settle(informers);
        maps.delete(key("gone"), DeleteOptions.background());
        maps.create(map("new", "1"));
        cluster.compact();
        List<String> told = new ArrayList<>();
        informer.addListener(delta -> told.add(delta.object().key().name()));
        settle(informers);

        assertThat(told).containsExactlyInAnyOrder("gone", "new");
        assertThat(informer.find(key("gone"))).isNull();
    }

    @Test
    void findsByIndexAndNamespace() throws Exception {
        Informers informers = new Informers(cluster, time);
        Informer<ConfigMap> informer = informers.of(Kinds.CONFIG_MAP);
        informer.addIndex("value", map -> List.copyOf(map.data().values()));
        maps.create(map("a", "1"));
        maps.create(map("b", "1"));
        maps.create(new ConfigMap(ObjectMeta.named("other", "a"), Map.of(), Map.of(), null));
        settle(informers);
        maps.patch(key("a"), data("2"));
        settle(informers);

        assertThat(informer.byIndex("value", "1"))
                .extracting(ConfigMap::key)
                .containsExactly(key("b"));
        assertThat(informer.byIndex("value", "2"))
                .extracting(ConfigMap::key)
                .containsExactly(key("a"));
        assertThat(informer.inNamespace("default")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void endsUpEqualToTheClusterHoweverBadTheLine(long seed) throws Exception {
        AdverseCluster adverse =
                new AdverseCluster(cluster, new AdverseCluster.Severity(0, 0.05, 20), seed);
        Informers informers = new Informers(adverse, time);
        Informer<ConfigMap> informer = informers.of(Kinds.CONFIG_MAP);
        Simulation simulation = new Simulation(time, seed);
        simulation.add(informers);
        simulation.add(adverse);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            ObjectKey key = key("m" + random.nextInt(5));
            if (maps.find(key).isEmpty()) {
                maps.create(map(key.name(), Integer.toString(i)));
            } else if (random.nextInt(3) == 0) {
                maps.delete(key, DeleteOptions.background());
            } else {
                maps.patch(key, data(Integer.toString(i)));
            }
            informers.step();
        }
        simulation.advance(Duration.ofMinutes(5));

        assertThat(informer.all()).isEqualTo(maps.list(dev.slipway.client.ListQuery.all()).items());
    }

    @Test
    void followsOnThreadsOfItsOwn() throws Exception {
        try (SystemTime system = new SystemTime();
                Informers informers = new Informers(cluster, system)) {
            Informer<ConfigMap> informer = informers.of(Kinds.CONFIG_MAP);
            CountDownLatch seen = new CountDownLatch(1);
            informer.addListener(_ -> seen.countDown());
            informers.start();
            informers.awaitSync();
            maps.create(map("a", "1"));

            assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void settle(Informers informers) throws InterruptedException {
        boolean busy = true;
        while (busy) {
            busy = informers.step();
        }
    }

    private static ObjectKey key(String name) {
        return new ObjectKey("default", name);
    }

    private static ConfigMap map(String name, String value) {
        return new ConfigMap(ObjectMeta.named("default", name), Map.of("k", value), Map.of(), null);
    }

    private static Patch data(String value) {
        ObjectNode data = Json.object();
        data.put("k", value);
        return MergeChange.under("data", data);
    }

    private static String value(@org.jspecify.annotations.Nullable ConfigMap map) {
        return map == null ? "-" : String.valueOf(map.data().get("k"));
    }
}
