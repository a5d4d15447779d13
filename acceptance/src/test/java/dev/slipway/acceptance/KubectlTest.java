package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people do all day with an unmodified kubectl, with real pods in one server.
final class KubectlTest {
    private static final String TALK =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: words}
            data: {GREETING: hello}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: talk, labels: {app: talk}}
            spec:
              replicas: 2
              selector: {matchLabels: {app: talk}}
              template:
                metadata: {labels: {app: talk}}
                spec:
                  terminationGracePeriodSeconds: 1
                  initContainers:
                  - {name: before, image: "host/sh:v1", command: [sh, -c, "echo prepared"]}
                  containers:
                  - name: talk
                    image: host/sh:v1
                    command: [sh, -c, "echo $GREETING; exec sleep 1000"]
                    envFrom: [{configMapRef: {name: words}}]
            """;

    private static final String BROKEN =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: no-program}
            spec: {containers: [{name: c, image: "host/sh:v1", command: [no-such-program]}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: no-image}
            spec: {containers: [{name: c, image: "shop/none:v1"}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: no-words}
            spec:
              containers:
              - name: c
                image: host/sh:v1
                command: [sleep, "1000"]
                envFrom: [{configMapRef: {name: missing}}]
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: crash}
            spec:
              containers: [{name: c, image: "host/sh:v1", command: [sh, -c, "echo oh; exit 7"]}]
            """;

    private static final String SIZED =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: sized}
            spec:
              replicas: 1
              selector: {matchLabels: {app: sized}}
              template:
                metadata: {labels: {app: sized}}
                spec:
                  containers: [{name: c, image: "host/sh:v1", command: [sleep, "1000"]}]
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: sized}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: sized}
              minReplicas: 1
              maxReplicas: 3
              metrics:
                - type: Resource
                  resource: {name: memory, target: {type: AverageValue, averageValue: 1Ki}}
            """;

    @TempDir static Path home;

    static Slipway slipway;

    @BeforeAll
    static void start() throws Exception {
        boolean found =
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
        assumeTrue(found, "kubectl is not on the PATH");
        slipway = new Slipway(home).started();
    }

    @AfterAll
    static void stop() throws Exception {
        if (slipway != null) {
            slipway.close();
        }
    }

    @Test
    void takesADeploymentThroughItsLife() throws Exception {
        Path manifest = write("talk.yaml", TALK);
        assertThat(refused("diff", "-f", manifest.toString())).contains("+kind: Deployment");
        assertThat(done("apply", "-f", manifest.toString()))
                .contains("configmap/words created", "deployment.apps/talk created");
        assertThat(done("rollout", "status", "deploy/talk")).contains("successfully rolled out");
        assertThat(done("diff", "-f", manifest.toString())).isEmpty();
        assertThat(done("get", "deploy", "talk", "-o", "wide"))
                .containsPattern("talk +2/2 +2 +2 .*host/sh:v1 +app=talk");
        assertThat(done("logs", "deploy/talk", "-c", "talk")).contains("hello");
        assertThat(done("logs", "deploy/talk", "-c", "before")).contains("prepared");

        done("set", "image", "deploy/talk", "talk=host/sh:v2");
        done("rollout", "status", "deploy/talk");
        assertThat(done("rollout", "history", "deploy/talk", "--revision=2"))
                .contains("host/sh:v2");
        done("rollout", "undo", "deploy/talk");
        done("rollout", "status", "deploy/talk");
        assertThat(images("talk")).isEqualTo("host/sh:v1");

        done("scale", "deploy/talk", "--replicas=1");
        done("wait", "--for=jsonpath={.status.readyReplicas}=1", "deploy/talk");
        assertThat(done("describe", "deploy", "talk"))
                .contains("1 desired | 1 updated | 1 total | 1 available | 0 unavailable")
                .contains("ScalingReplicaSet");
        done("delete", "-f", manifest.toString());
        done("wait", "--for=delete", "pod", "-l", "app=talk", "--timeout=30s");
        assertThat(done("get", "all", "-l", "app=talk")).contains("No resources found");
    }

    @Test
    void saysWhyAPodDoesNotStart() throws Exception {
        done("create", "namespace", "broken");
        Path manifest = write("broken.yaml", BROKEN);
        done("-n", "broken", "apply", "-f", manifest.toString());

        awaitDescription("no-program", "RunContainerError", "`no-such-program` was not found");
        awaitDescription("no-image", "ImagePullBackOff", "slipway image import shop/none:v1");
        awaitDescription("no-words", "CreateContainerConfigError", "\"missing\" not found");
        awaitDescription("crash", "CrashLoopBackOff", "Back-off restarting failed container");
        assertThat(done("-n", "broken", "logs", "crash", "--previous")).contains("oh");
        assertThat(done("-n", "broken", "get", "events")).contains("Failed", "BackOff");
        assertThat(done("get", "pods", "-A")).containsPattern("broken +no-image +0/1");

        done("delete", "namespace", "broken");
        assertThat(done("get", "pods", "-A")).doesNotContain("no-image");
    }

    @Test
    void runsAJobToItsEnd() throws Exception {
        done("create", "job", "once", "--image=host/sh:v1", "--", "echo", "finished");
        done("wait", "--for=condition=complete", "job/once", "--timeout=30s");

        assertThat(done("logs", "job/once")).contains("finished");
        assertThat(done("get", "jobs")).containsPattern("once +Complete +1/1");
        done("delete", "job", "once");
    }

    @Test
    void sizesADeploymentByWhatItsPodsUse() throws Exception {
        Path manifest = write("sized.yaml", SIZED);
        done("apply", "-f", manifest.toString());
        done("rollout", "status", "deploy/sized");

        // The node looks every 15 seconds, and a figure needs two looks.
        Slipway.await(
                () ->
                        done("get", "hpa", "sized").matches("(?s).*sized .* 1 +3 +[123] .*")
                                && done("get", "deploy", "sized").contains("3/3"),
                "the autoscaler has not made three pods of one");
        assertThat(done("top", "pods", "-l", "app=sized"))
                .containsPattern("sized-\\S+ +[0-9]+m +[0-9]+Mi");
        assertThat(done("top", "nodes")).containsPattern("[0-9]+Mi");
        done("delete", "-f", manifest.toString());
    }

    @Test
    void answersWhatItCannotDoInOneLine() throws Exception {
        assertThat(refused("get", "deploy", "nobody")).contains("\"nobody\" not found");
        assertThat(refused("top", "pod", "nobody")).contains("\"nobody\" not found");
        assertThat(refused("get", "pods", "--as=joe")).contains("Forbidden", "joe", "list");
        Path unknown = write("unknown.yaml", "apiVersion: v1\nkind: Podd\nmetadata: {name: a}\n");
        assertThat(refused("apply", "-f", unknown.toString()))
                .contains("no matches for kind \"Podd\"");
        Path typo =
                write(
                        "typo.yaml",
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndataa: {b: c}\n");
        assertThat(refused("apply", "-f", typo.toString()))
                .contains("unknown field \"dataa\", did you mean \"data\"?");
    }

    private static void awaitDescription(String pod, String reason, String message)
            throws IOException, InterruptedException {
        Slipway.await(
                () -> {
                    String text = done("-n", "broken", "describe", "pod", pod);
                    return text.contains(reason) && text.contains(message);
                },
                pod + " is not described with " + reason + " and: " + message);
    }

    private static String images(String deployment) throws IOException, InterruptedException {
        String path = "jsonpath={.spec.template.spec.containers[*].image}";
        return done("get", "deploy", deployment, "-o", path);
    }

    private static String done(String... arguments) throws IOException, InterruptedException {
        return slipway.kubectl(arguments).succeeded().output();
    }

    private static String refused(String... arguments) throws IOException, InterruptedException {
        Slipway.Outcome outcome = slipway.kubectl(arguments);
        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
        return outcome.output();
    }

    private static Path write(String name, String content) throws IOException {
        return Files.writeString(home.resolve(name), content);
    }
}
