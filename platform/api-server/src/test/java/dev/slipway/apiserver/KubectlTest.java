package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.api.Caller;
import dev.slipway.api.KindDefinition;
import dev.slipway.api.Target;
import dev.slipway.api.WriteOptions;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real `kubectl`, command by command, as far as they make sense without controllers.
@Timeout(60)
final class KubectlTest {
    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: %1$s
              labels: {app: %1$s}
            spec:
              replicas: %2$d
              selector:
                matchLabels: {app: %1$s}
              template:
                metadata:
                  labels: {app: %1$s}
                spec:
                  containers:
                  - name: main
                    image: host/api:v1
                    ports: [{containerPort: 8080, name: http}]
            """;

    @TempDir static Path folder;

    static RunningServer server;
    static Kubectl kubectl;

    @BeforeAll
    static void start() {
        Path program = Kubectl.find();
        assumeTrue(program != null, "Skipped: kubectl is not on the PATH");
        server = new RunningServer(folder);
        kubectl = Kubectl.of(program, server.kubeconfig, folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void discoversKinds() {
        assertThat(kubectl.run("api-resources")).contains("deployments", "deploy", "apps/v1");
        assertThat(kubectl.run("version")).contains("Server Version: v1.32");
    }

    @Test
    void createsByProtocolBuffers() {
        kubectl.run("create", "configmap", "made", "--from-literal=a=b");
        kubectl.run("create", "secret", "generic", "hidden", "--from-literal=p=q");
        kubectl.run("create", "namespace", "made");
        kubectl.run("create", "deployment", "made", "--image=host/api:v1", "--replicas=2");

        assertThat(kubectl.run("get", "configmap", "made", "-o", "jsonpath={.data.a}"))
                .isEqualTo("b");
        assertThat(kubectl.run("get", "secret", "hidden", "-o", "jsonpath={.data.p}"))
                .isEqualTo("cQ==");
        assertThat(kubectl.run("get", "deployment", "made", "-o", "jsonpath={.spec.replicas}"))
                .isEqualTo("2");
        assertThat(kubectl.fail("create", "configmap", "made"))
                .contains("configmaps \"made\" already exists");
    }

    @Test
    void appliesAndShowsDifferences() {
        apply(DEPLOYMENT.formatted("applied", 1));
        assertThat(apply(DEPLOYMENT.formatted("applied", 1))).contains("unchanged");
        Kubectl.Result diff = kubectl.call(DEPLOYMENT.formatted("applied", 3), "diff", "-f", "-");
        assertThat(diff.exitCode()).isEqualTo(1);
        assertThat(diff.out()).contains("-  replicas: 1", "+  replicas: 3");
        assertThat(apply(DEPLOYMENT.formatted("applied", 3))).contains("configured");
        assertThat(field("deployment/applied", ".spec.replicas .metadata.generation"))
                .isEqualTo("3 2");
    }

    @Test
    void reportsFieldsThatDoNotExist() {
        String wrong = DEPLOYMENT.formatted("wrong", 1).replace("replicas:", "replicass:");
        assertThat(kubectl.call(wrong, "apply", "-f", "-").failed())
                .contains("unknown field \"spec.replicass\"");
        assertThat(kubectl.call(wrong, "apply", "--validate=warn", "-f", "-").error())
                .contains("unknown field \"spec.replicass\"");
    }

    @Test
    void refusesServerSideApplyCleanly() {
        assertThat(
                        kubectl.call(
                                        DEPLOYMENT.formatted("ssa", 1),
                                        "apply",
                                        "--server-side",
                                        "-f",
                                        "-")
                                .failed())
                .contains("Server-side apply not available on the server");
    }

    @Test
    void changesWorkloads() {
        apply(DEPLOYMENT.formatted("changed", 1));
        kubectl.run("set", "image", "deployment/changed", "main=host/api:v2");
        kubectl.run("scale", "deployment/changed", "--replicas=4");
        kubectl.run("rollout", "pause", "deployment/changed");
        assertThat(
                        field(
                                "deployment/changed",
                                ".spec.template.spec.containers[0].image .spec.replicas"
                                        + " .spec.paused"))
                .isEqualTo("host/api:v2 4 true");
        kubectl.run("rollout", "resume", "deployment/changed");
        kubectl.run("rollout", "restart", "deployment/changed");
        assertThat(kubectl.run("get", "deployment", "changed", "-o", "yaml"))
                .contains("kubectl.kubernetes.io/restartedAt")
                .doesNotContain("paused");
        kubectl.run("autoscale", "deployment/changed", "--max=3", "--dry-run=client");
    }

    @Test
    void patchesLabelsAnnotatesAndDeletes() {
        kubectl.run("create", "configmap", "marked", "--from-literal=a=b");
        kubectl.run("patch", "configmap", "marked", "-p", "{\"data\":{\"c\":\"d\"}}");
        kubectl.run(
                "patch",
                "configmap",
                "marked",
                "--type=json",
                "-p",
                "[{\"op\":\"remove\",\"path\":\"/data/a\"}]");
        kubectl.run("label", "configmap", "marked", "color=red");
        kubectl.run("annotate", "configmap", "marked", "note=hello");
        assertThat(field("configmap/marked", ".data .metadata.annotations.note"))
                .isEqualTo("{\"c\":\"d\"} hello");
        assertThat(kubectl.run("get", "configmaps", "-l", "color=red")).contains("marked");
        assertThat(kubectl.run("get", "configmaps", "-l", "color!=red")).doesNotContain("marked");
        assertThat(kubectl.run("get", "cm", "--field-selector", "metadata.name=marked", "-A"))
                .contains("marked");
        kubectl.run("delete", "configmap", "marked");
        kubectl.run("wait", "--for=delete", "configmap/marked", "--timeout=5s");
        assertThat(kubectl.fail("get", "configmap", "marked")).contains("(NotFound)");
    }

    @Test
    void showsTablesAndDetails() {
        apply(DEPLOYMENT.formatted("shown", 2));
        assertThat(kubectl.run("get", "deployment", "shown"))
                .contains("READY", "UP-TO-DATE", "AVAILABLE", "0/2");
        assertThat(kubectl.run("get", "deployment", "shown", "-o", "wide"))
                .contains("IMAGES", "host/api:v1");
        assertThat(kubectl.run("get", "deployments", "-A")).contains("NAMESPACE", "shown");
        assertThat(kubectl.run("get", "deployment,namespace", "-o", "name"))
                .contains("deployment.apps/shown", "namespace/default");
        assertThat(kubectl.run("describe", "deployment", "shown"))
                .contains("Replicas:", "2 desired", "host/api:v1");
    }

    @Test
    void explainsFields() {
        assertThat(kubectl.run("explain", "deployment.spec.replicas"))
                .contains("FIELD: replicas <integer>");
        assertThat(kubectl.run("explain", "pod.spec.containers.livenessProbe", "--recursive"))
                .contains("httpGet", "periodSeconds");
        assertThat(kubectl.fail("explain", "deployment.spec.nosuch")).contains("nosuch");
    }

    @Test
    void answersWhoAndWhether() {
        assertThat(kubectl.run("auth", "can-i", "create", "pods")).contains("yes");
        assertThat(kubectl.run("auth", "whoami")).contains("slipway-admin", "system:masters");
        assertThat(kubectl.fail("auth", "can-i", "create", "pods", "--as=ann")).isEmpty();
        assertThat(kubectl.fail("get", "secrets", "--as=ann")).contains("User \"ann\" cannot list");
    }

    @Test
    void waitsForConditions() throws Exception {
        apply(DEPLOYMENT.formatted("waiting", 1));
        Path out = folder.resolve("waiting");
        Process waiting =
                kubectl.start(
                        out,
                        "wait",
                        "--for=condition=Available",
                        "deployment/waiting",
                        "--timeout=20s");
        setStatus(
                "waiting",
                "{\"conditions\":[{\"type\":\"Available\",\"status\":\"True\"}],"
                        + "\"observedGeneration\":1,\"replicas\":1,\"updatedReplicas\":1,"
                        + "\"readyReplicas\":1,\"availableReplicas\":1}");
        assertThat(waiting.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting.exitValue()).isZero();
        assertThat(Files.readString(out)).contains("condition met");
        assertThat(kubectl.run("rollout", "status", "deployment/waiting"))
                .contains("successfully rolled out");
    }

    @Test
    void showsChangesAsTheyCome() throws Exception {
        kubectl.run("create", "configmap", "watched");
        Path out = folder.resolve("watching");
        Process watching =
                kubectl.start(
                        out, "get", "configmaps", "-w", "--field-selector=metadata.name=watched");
        try {
            awaitText(out, "watched");
            kubectl.run("label", "configmap", "watched", "a=b");
            kubectl.run("delete", "configmap", "watched");
            awaitLines(out, 3);
        } finally {
            watching.destroy();
            watching.waitFor();
        }
    }

    private static String apply(String manifest) {
        return kubectl.runWith(manifest, "apply", "-f", "-");
    }

    /// Several fields, separated by spaces.
    private static String field(String object, String paths) {
        String template = "jsonpath={" + paths.replace(" ", "} {") + "}";
        return kubectl.run("get", object, "-o", template);
    }

    private static void setStatus(String name, String status) {
        KindDefinition kind = server.api.kinds().findByName("deployments");
        if (kind == null) {
            throw new IllegalStateException("Deployments are not served");
        }
        byte[] change = ("{\"status\":" + status + "}").getBytes(StandardCharsets.UTF_8);
        server.api.patch(
                Caller.server(),
                Target.status(kind, new ObjectKey("default", name)),
                new Patch.MergePatch(Json.parseObject(change)),
                WriteOptions.by("test"));
    }

    private static void awaitText(Path file, String text) throws Exception {
        while (!Files.readString(file).contains(text)) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static void awaitLines(Path file, int count) throws Exception {
        while (Files.readAllLines(file).size() < count) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
