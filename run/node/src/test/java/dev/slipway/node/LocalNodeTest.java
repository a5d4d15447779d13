package dev.slipway.node;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import dev.slipway.model.kinds.PodStatus.ContainerStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalNodeTest {
    @TempDir Path folder;
    private NodeFixture fixture;

    @BeforeEach
    void open() {
        fixture = new NodeFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void runsAPodToItsEnd() throws InterruptedException {
        fixture.pod(
                """
                metadata: {name: once}
                spec:
                  restartPolicy: Never
                  initContainers:
                  - {name: first, image: host/sh, command: [sh, -c, echo first]}
                  containers:
                  - {name: main, image: host/sh, command: [sh, -c, echo hello]}
                """);

        Pod pod = fixture.awaitPhase("once", "Succeeded");

        assertThat(pod.spec().nodeName()).isEqualTo("local");
        assertThat(pod.status().containerStatuses().getFirst().state().terminated())
                .extracting(end -> end.reason(), end -> end.exitCode())
                .containsExactly("Completed", 0);
        assertThat(pod.status().initContainerStatuses().getFirst().ready()).isTrue();
        assertThat(pod.status().podIP()).isEqualTo("127.0.0.1");
        assertThat(fixture.log("once")).isEqualTo("hello\n");
        Await.until(
                () -> "events: " + fixture.eventReasons("once"),
                () -> fixture.eventReasons("once").contains("Started"));
    }

    @Test
    void restartsAContainerThatEnds() throws InterruptedException {
        fixture.pod(
                """
                metadata: {name: crash}
                spec:
                  containers:
                  - {name: main, image: host/sh, command: [sh, -c, "echo try; exit 3"]}
                """);

        ContainerStatus status =
                fixture.awaitContainer(
                        "crash",
                        found -> found.restartCount() >= 2 && found.state().waiting() != null);

        assertThat(requireNonNull(status.state().waiting()).reason()).isEqualTo("CrashLoopBackOff");
        assertThat(requireNonNull(status.lastState().terminated()).exitCode()).isEqualTo(3);
        assertThat(fixture.find("crash").status())
                .extracting(now -> now.phase(), now -> now.isReady())
                .containsExactly("Running", false);
        assertThat(fixture.log("crash", true)).isEqualTo("try\n");
    }

    @Test
    void endsADeletedPodGracefully() {
        fixture.pod(
                """
                metadata: {name: web}
                spec:
                  containers:
                  - name: main
                    image: host/sh
                    command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.05; done"]
                """);
        Pod pod = fixture.awaitReady("web");

        fixture.delete("web");
        fixture.awaitGone("web");

        assertThat(fixture.runtime.list(pod.metadata().storedUid())).isEmpty();
        assertThat(folder.resolve("pods/default_web_" + pod.metadata().uid())).doesNotExist();
    }

    @Test
    void takesOverPodsOfAnEarlierNode() {
        fixture.pod(
                """
                metadata: {name: web}
                spec:
                  containers:
                  - {name: main, image: host/sh, command: [sleep, "600"], ports: [{containerPort: 8080}]}
                """);
        Pod before = fixture.awaitReady("web");

        fixture.restartNode();

        Await.until(
                "the node knows the pod again",
                () -> !fixture.node.usage(NodeFixture.key("web")).isEmpty());
        Pod after = fixture.find("web");
        assertThat(after.status()).isEqualTo(before.status());
        assertThat(PodPorts.of(after)).isEqualTo(PodPorts.of(before));
        fixture.delete("web");
        fixture.awaitGone("web");
        assertThat(fixture.runtime.list()).isEmpty();
    }

    @Test
    void removesPodsWhoseObjectsWentWhileNoNodeRan() {
        fixture.pod(
                """
                metadata: {name: web}
                spec:
                  containers:
                  - {name: main, image: host/sh, command: [sleep, "600"]}
                """);
        fixture.awaitReady("web");
        fixture.closeNode();
        fixture.cluster
                .resources(Kinds.POD)
                .delete(
                        NodeFixture.key("web"),
                        dev.slipway.client.DeleteOptions.background()
                                .withGracePeriod(java.time.Duration.ZERO));

        fixture.openNode();

        Await.until("no container is left", () -> fixture.runtime.list().isEmpty());
    }

    @Test
    void saysWhatKeepsAContainerFromStarting() {
        fixture.pod(
                """
                metadata: {name: noimage}
                spec: {containers: [{name: main, image: shop:v1}]}
                """);
        fixture.pod(
                """
                metadata: {name: noconfig}
                spec:
                  containers:
                  - name: main
                    image: host/sh
                    command: [sleep, "600"]
                    env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: a}}}]
                """);
        fixture.pod(
                """
                metadata: {name: nocommand}
                spec: {containers: [{name: main, image: host/sh, command: [nothere]}]}
                """);

        awaitWaiting("noimage", "ErrImagePull", "slipway image import shop:v1");
        awaitWaiting("noconfig", "CreateContainerConfigError", "configmap \"settings\" not found");
        awaitWaiting("nocommand", "RunContainerError", "`nothere` was not found on PATH");

        fixture.create(Kinds.CONFIG_MAP, "{metadata: {name: settings}, data: {a: b}}");
        fixture.awaitReady("noconfig");
    }

    private void awaitWaiting(String name, String reason, String message) {
        fixture.awaitContainer(
                name,
                status -> {
                    var waiting = status.state().waiting();
                    return waiting != null
                            && reason.equals(waiting.reason())
                            && String.valueOf(waiting.message()).contains(message);
                });
    }
}
