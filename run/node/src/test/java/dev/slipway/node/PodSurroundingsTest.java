package dev.slipway.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a container finds around it: environment, files, ports.
final class PodSurroundingsTest {
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
    void givesTheEnvironmentThatIsDeclared() throws InterruptedException {
        fixture.create(Kinds.CONFIG_MAP, "{metadata: {name: c}, data: {level: debug, other: x}}");
        fixture.create(
                Kinds.SECRET, "{metadata: {name: s}, stringData: {}, data: {pass: c2VjcmV0}}");
        fixture.create(
                Kinds.SERVICE,
                "{metadata: {name: my-db}, spec: {clusterIP: 127.96.0.9, ports: [{name: sql, port: 5432}]}}");
        Await.until(
                "the node knows the service",
                () -> fixture.informers.of(Kinds.SERVICE).find(NodeFixture.key("my-db")) != null);
        Pod created =
                fixture.pod(
                        """
                        metadata: {name: p, labels: {app: shop}}
                        spec:
                          restartPolicy: Never
                          containers:
                          - name: main
                            image: host/sh
                            command: [env]
                            ports: [{containerPort: 8080}, {containerPort: 9090, name: metrics}]
                            resources: {limits: {cpu: 1500m, memory: 64Mi}}
                            envFrom:
                            - {prefix: C_, configMapRef: {name: c}}
                            - {secretRef: {name: absent, optional: true}}
                            env:
                            - {name: PASS, valueFrom: {secretKeyRef: {name: s, key: pass}}}
                            - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                            - {name: APP, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
                            - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
                            - {name: CPUS, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
                            - {name: URL, value: "http://$(MY_DB_SERVICE_HOST):$(PORT)/$(UNKNOWN)/$$(POD)"}
                        """);

        Pod pod = fixture.awaitPhase("p", "Succeeded");

        PodPorts ports = PodPorts.of(pod);
        List<String> lines = fixture.log("p").lines().toList();
        assertThat(lines)
                .contains(
                        "C_level=debug",
                        "C_other=x",
                        "PASS=secret",
                        "POD=p",
                        "APP=shop",
                        "MEMORY=64",
                        "CPUS=2",
                        "PORT=" + ports.hostPort(8080),
                        "PORT_METRICS=" + ports.hostPort(9090),
                        "MY_DB_SERVICE_HOST=127.96.0.9",
                        "MY_DB_SERVICE_PORT_SQL=5432",
                        "URL=http://127.96.0.9:" + ports.hostPort(8080) + "/$(UNKNOWN)/$(POD)");
        assertThat(ports.hostPort(8080)).isBetween(20_000, 29_999);
        assertThat(created.metadata().annotations()).doesNotContainKey(PodPorts.ANNOTATION);
    }

    @Test
    void mountsVolumesBelowTheContainersRoot() throws InterruptedException {
        fixture.create(Kinds.CONFIG_MAP, "{metadata: {name: c}, data: {a.conf: one, b.conf: two}}");
        fixture.create(Kinds.SECRET, "{metadata: {name: s}, data: {pass: c2VjcmV0}}");
        fixture.pod(
                """
                metadata: {name: p}
                spec:
                  restartPolicy: Never
                  initContainers:
                  - name: writer
                    image: host/sh
                    command: [sh, -c, "echo shared > scratch/file"]
                    volumeMounts: [{name: scratch, mountPath: scratch}]
                  containers:
                  - name: main
                    image: host/sh
                    command:
                    - sh
                    - -c
                    - |
                      cat $SLIPWAY_POD_ROOT/etc/app/renamed; echo; cat etc/all/c/b.conf; echo
                      cat etc/all/pass; echo; cat etc/all/name; echo; cat data/file; ls etc/app
                    volumeMounts:
                    - {name: conf, mountPath: /etc/app}
                    - {name: all, mountPath: /etc/all}
                    - {name: scratch, mountPath: data}
                  volumes:
                  - {name: scratch, emptyDir: {}}
                  - {name: conf, configMap: {name: c, items: [{key: a.conf, path: renamed}]}}
                  - name: all
                    projected:
                      sources:
                      - configMap: {name: c, items: [{key: b.conf, path: c/b.conf}]}
                      - secret: {name: s}
                      - downwardAPI: {items: [{path: name, fieldRef: {fieldPath: metadata.name}}]}
                """);

        fixture.awaitPhase("p", "Succeeded");

        assertThat(fixture.log("p")).isEqualTo("one\ntwo\nsecret\np\nshared\nrenamed\n");
    }

    @Test
    void changesConfigurationFilesAllAtOnce() throws IOException {
        Path volume = folder.resolve("volume");
        ConfigFolder config = new ConfigFolder(volume);
        config.set(java.util.Map.of("a", file("1"), "b", file("1")));
        Path before = volume.resolve("..data").toRealPath();
        config.set(java.util.Map.of("a", file("1"), "b", file("1")));
        assertThat(volume.resolve("..data").toRealPath()).isEqualTo(before);

        config.set(java.util.Map.of("a", file("2"), "c/d", file("2")));

        assertThat(volume.resolve("a")).hasContent("2");
        assertThat(volume.resolve("c/d")).hasContent("2");
        assertThat(volume.resolve("b")).doesNotExist();
        assertThat(before).doesNotExist();
    }

    @Test
    void saysThatAPortIsTakenAndStartsOnceItIsFree() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fixture.pod(
                    """
                    metadata: {name: p}
                    spec:
                      hostNetwork: true
                      containers:
                      - {name: main, image: host/sh, command: [sleep, "600"], ports: [{containerPort: %d}]}
                    """
                            .formatted(taken.getLocalPort()));
            fixture.awaitContainer(
                    "p",
                    status ->
                            status.state().waiting() != null
                                    && "PortUnavailable".equals(status.state().waiting().reason()));
        }

        Pod pod = fixture.awaitReady("p");

        assertThat(PodPorts.of(pod).hostPorts())
                .allSatisfy((declared, port) -> assertThat(port).isEqualTo(declared));
    }

    private static ConfigFolder.File file(String content) {
        return new ConfigFolder.File(
                content.getBytes(java.nio.charset.StandardCharsets.UTF_8), 0644);
    }
}
