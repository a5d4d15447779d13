package dev.slipway.console;

import dev.slipway.console.Addresses.Address;
import dev.slipway.console.ReleaseHistory.Rates;
import dev.slipway.console.ReleaseHistory.Sample;
import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.MemoryCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.Resource;
import dev.slipway.model.Yaml;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A small cluster in memory, and all that the console reads from it.
final class ConsoleWorld {
    static final Instant START = SimulatedTime.START;

    final SimulatedTime time = new SimulatedTime();
    final MemoryCluster cluster = new MemoryCluster(time);
    final Simulation simulation = new Simulation(time, 1);
    final Informers informers = simulation.add(new Informers(cluster, time));
    final List<Sample> samples = new CopyOnWriteArrayList<>();
    final List<Address> addresses = new CopyOnWriteArrayList<>();
    final OverviewBuilder builder =
            new OverviewBuilder(
                    ConsoleObjects.of(informers),
                    (_, _) -> List.copyOf(samples),
                    () -> List.copyOf(addresses),
                    ZoneOffset.UTC);
    final Pages pages = new Pages(builder);

    Console console(LiveStreams.Config config) {
        return new Console(
                informers, (_, _) -> List.copyOf(samples), () -> List.copyOf(addresses), config);
    }

    /// What the console shows once it has seen all changes.
    Views.Overview overview() throws InterruptedException {
        simulation.settle();
        return builder.overview();
    }

    <T extends Resource> T create(Kind<T> kind, Class<T> type, String yaml) {
        return cluster.resources(kind).create(read(type, yaml));
    }

    static <T> T read(Class<T> type, String yaml) {
        return Json.convert(Yaml.parse(yaml, "test").getFirst().object(), type);
    }

    /// A second of a release: 100 requests to the old version, and as many as said to the new one.
    static Sample sample(int second, int weight, double requests, double failures) {
        return new Sample(
                START.plusSeconds(second),
                weight,
                new Rates(100, 0),
                new Rates(requests, failures));
    }
}
