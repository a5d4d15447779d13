package dev.slipway.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.controller.Informers;
import dev.slipway.controller.testing.MemoryCluster;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.controller.testing.Simulation;
import dev.slipway.model.RawResource;
import dev.slipway.model.Yaml;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class GuardsTest {
    private final SimulatedTime time = new SimulatedTime();
    private final MemoryCluster cluster = new MemoryCluster(time);
    private final Simulation simulation = new Simulation(time, 1);
    private final Informers informers = simulation.add(new Informers(cluster, time));
    private final Guards guards = new Guards(informers);

    private static RawResource resource(String yaml) {
        return RawResource.of(Yaml.parse(yaml, "test").getFirst().object());
    }

    @Test
    void aNamespaceSpeaksForItsWorkloads() throws InterruptedException {
        cluster.resources(Kinds.NAMESPACE.raw())
                .create(
                        resource(
                                """
                                apiVersion: v1
                                kind: Namespace
                                metadata:
                                  name: shop
                                  annotations: {slipway.dev/guard: relaxed, slipway.dev/guard-watch: 1h}
                                """));
        simulation.advance(Duration.ofSeconds(1));
        RawResource workload =
                resource(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata:
                          name: api
                          namespace: shop
                          annotations: {slipway.dev/guard: strict}
                        """);
        assertThat(guards.of(workload).strictness()).isEqualTo(Guard.Strictness.STRICT);
        assertThat(guards.of(workload).watch()).isEqualTo(Duration.ofHours(1));
        RawResource elsewhere =
                resource(
                        """
                        {apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: b}}
                        """);
        assertThat(guards.of(elsewhere)).isEqualTo(Guard.DEFAULT);
    }
}
