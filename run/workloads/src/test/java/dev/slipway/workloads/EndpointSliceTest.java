package dev.slipway.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.DeleteOptions;
import dev.slipway.controller.testing.SimulatedNode;
import dev.slipway.controller.testing.SimulatedNode.Behaviour;
import dev.slipway.model.Json;
import dev.slipway.model.kinds.EndpointSlice;
import dev.slipway.model.kinds.EndpointSlice.Endpoint;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EndpointSliceTest {
    private static final String PORTS =
            "{template: {spec: {containers: [{name: main, image: a,"
                    + " ports: [{name: web, containerPort: 8080}]}]}}}";

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void namesTheHostPortsOfReadyPods() throws Exception {
        service("{ports: [{name: http, port: 80, targetPort: web, appProtocol: http}]}");
        world.deploy("web", PORTS);
        world.awaitComplete("web");

        assertThat(slices()).hasSize(3);
        for (EndpointSlice slice : slices()) {
            Endpoint endpoint = slice.endpoints().getFirst();
            Pod pod = pod(endpoint);
            assertThat(slice.ports())
                    .containsExactly(
                            new EndpointSlice.Port("http", "TCP", hostPort(pod, 8080), "http"));
            assertThat(endpoint.addresses()).containsExactly("127.0.0.1");
            assertThat(endpoint.conditions())
                    .isEqualTo(new EndpointSlice.Conditions(true, true, false));
            assertThat(endpoint.nodeName()).isEqualTo("simulated");
            assertThat(slice.metadata().labels())
                    .containsEntry("kubernetes.io/service-name", "web");
        }
    }

    @Test
    void resolvesAPortByNumberAndTakesAnUndeclaredOneAsItIs() throws Exception {
        service(
                "{ports: [{name: a, port: 80, targetPort: 8080},"
                        + " {name: b, port: 81, targetPort: 9999}]}");
        world.deploy("web", PORTS.replace("{template", "{replicas: 1, template"));
        world.awaitComplete("web");

        EndpointSlice slice = slices().getFirst();
        assertThat(slice.ports())
                .extracting(EndpointSlice.Port::port)
                .containsExactly(hostPort(pod(slice.endpoints().getFirst()), 8080), 9999);
    }

    @Test
    void putsPodsWithTheSamePortsIntoOneSlice() throws Exception {
        service("{ports: [{port: 80}]}");
        world.deploy("web", "{}");
        world.awaitComplete("web");

        assertThat(slices())
                .singleElement()
                .satisfies(slice -> {
                    assertThat(slice.endpoints()).hasSize(3);
                    assertThat(slice.ports())
                            .singleElement()
                            .satisfies(port -> assertThat(port.port()).isEqualTo(80));
                });
    }

    @Test
    void takesAPodThatEndsOutOfTrafficAtOnce() throws Exception {
        service("{ports: [{port: 80, targetPort: 8080}]}");
        world.deploy("web", PORTS);
        world.awaitComplete("web");
        Pod victim = world.activePods("web").getFirst();
        world.resources(Kinds.POD).delete(victim.key(), DeleteOptions.background());
        world.settle();

        Endpoint endpoint =
                slices().stream()
                        .flatMap(slice -> slice.endpoints().stream())
                        .filter(each -> pod(each).key().equals(victim.key()))
                        .findFirst()
                        .orElseThrow();
        assertThat(endpoint.conditions())
                .isEqualTo(new EndpointSlice.Conditions(false, true, true));
        world.awaitComplete("web");
        world.advance(Duration.ofMinutes(1));
        assertThat(slices()).hasSize(3);
    }

    @Test
    void neverShowsFewerReadyEndpointsThanAnUpdateLeaves() throws Exception {
        service("{ports: [{port: 80, targetPort: 8080}]}");
        world.deploy("web", PORTS.replace("{template", "{replicas: 4, template"));
        world.awaitComplete("web");
        world.always(() ->
                assertThat(
                                slices().stream()
                                        .flatMap(slice -> slice.endpoints().stream())
                                        .filter(each -> isReady(each))
                                        .count())
                        .isGreaterThanOrEqualTo(3));
        world.setImage("web", "web:v2");
        world.awaitComplete("web");
    }

    @Test
    void publishesPodsThatAreNotReadyIfAsked() throws Exception {
        world.podsBehave(_ -> Behaviour.neverReady());
        service("{clusterIP: None, publishNotReadyAddresses: true, ports: [{port: 80}]}");
        world.deploy("web", "{replicas: 1}");
        world.advance(Duration.ofSeconds(5));

        EndpointSlice slice = slices().getFirst();
        assertThat(slice.endpoints().getFirst().conditions())
                .isEqualTo(new EndpointSlice.Conditions(true, false, false));
        assertThat(slice.metadata().labels()).containsKey("service.kubernetes.io/headless");
    }

    @Test
    void followsLabelsAndSelector() throws Exception {
        service("{ports: [{port: 80}]}");
        world.deploy("web", "{}");
        world.awaitComplete("web");
        world.merge(Kinds.SERVICE, "web", "{spec: {selector: {app: web, tier: gold}}}");
        world.settle();
        assertThat(slices()).isEmpty();
        String pod = world.activePods("web").getFirst().key().name();
        world.merge(Kinds.POD, pod, "{metadata: {labels: {tier: gold}}}");
        world.settle();

        assertThat(slices())
                .singleElement()
                .satisfies(slice -> assertThat(slice.endpoints()).hasSize(1));
    }

    @Test
    void goesWithTheService() throws Exception {
        service("{ports: [{port: 80}]}");
        world.deploy("web", "{}");
        world.awaitComplete("web");
        world.resources(Kinds.SERVICE)
                .delete(World.key(Kinds.SERVICE, "web"), DeleteOptions.background());
        world.settle();

        assertThat(slices()).isEmpty();
    }

    private void service(String spec) {
        world.createMerged(
                """
                {apiVersion: v1, kind: Service, metadata: {name: web, namespace: default},
                 spec: {selector: {app: web}}}
                """,
                spec);
    }

    private List<EndpointSlice> slices() {
        return world.all(Kinds.ENDPOINT_SLICE);
    }

    private static boolean isReady(Endpoint endpoint) {
        return Boolean.TRUE.equals(endpoint.conditions().ready());
    }

    private Pod pod(Endpoint endpoint) {
        String name = Objects.requireNonNull(endpoint.targetRef()).name();
        return world.get(Kinds.POD, String.valueOf(name));
    }

    private static int hostPort(Pod pod, int port) {
        String ports = String.valueOf(pod.metadata().annotations().get(SimulatedNode.HOST_PORTS));
        return Json.parseObject(ports.getBytes(StandardCharsets.UTF_8))
                .path(Integer.toString(port))
                .asInt();
    }
}
