package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real `kubectl` makes of the schemas of the built-in kinds.
final class KubectlFieldsTest {
    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: NAME}
            spec:
              replicas: 1
              selector: {matchLabels: {app: a}}
              template:
                metadata: {labels: {app: a}}
                spec:
                  containers:
                  - name: one
                    image: one:1
                    env: [{name: A, value: "1"}, {name: B, value: "2"}]
                  - {name: two, image: "two:1"}
            """;

    @TempDir static Path folder;

    static RunningServer server;
    static Kubectl kubectl;

    @BeforeAll
    static void start() {
        Path program = Kubectl.find();
        assumeTrue(program != null, "kubectl is not on the PATH");
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
    void explainsFieldsWithTypesAndDescriptions() {
        assertThat(kubectl.run("explain", "pod.spec.containers"))
                .contains("KIND:       Pod")
                .contains("FIELD: containers <[]Container>")
                .contains("List of containers belonging to the pod")
                .containsPattern("name\t<string> -required-")
                .containsPattern("imagePullPolicy\t<string>")
                .contains("Always");
        assertThat(kubectl.run("explain", "deploy.spec.strategy.rollingUpdate.maxSurge"))
                .contains("FIELD: maxSurge <IntOrString>");
        assertThat(kubectl.run("explain", "rollout.spec.strategy.canary.steps.setWeight"))
                .contains("share of the traffic");
        assertThat(kubectl.run("explain", "httproute.spec.rules.backendRefs.weight"))
                .contains("<integer>");
        assertThat(kubectl.run("explain", "secret.data")).contains("<map[string]string>");
    }

    @Test
    void refusesUnknownFieldsWithSuggestions() {
        String wrong =
                DEPLOYMENT.replace("NAME", "wrong").replace("replicas", "replica")
                        + "      volume: []\n";
        assertThat(kubectl.call(wrong, "apply", "-f", "-").failed())
                .contains("strict decoding error: unknown field \"spec.replica\"")
                .contains("did you mean \"replicas\"?")
                .contains("unknown field \"spec.template.spec.volume\"");
        assertThat(kubectl.call(wrong, "apply", "--validate=warn", "-f", "-").error())
                .contains("Warning: unknown field \"spec.replica\"");
    }

    @Test
    void refusesWrongTypes() {
        String wrong = DEPLOYMENT.replace("NAME", "typed").replace("replicas: 1", "replicas: many");
        assertThat(kubectl.call(wrong, "apply", "-f", "-").failed())
                .contains("spec.replicas: expected integer, found string \"many\"");
    }

    @Test
    void changesAppliedAgainMergeByName() {
        kubectl.runWith(DEPLOYMENT.replace("NAME", "merged"), "apply", "-f", "-");
        assertThat(kubectl.runWith(DEPLOYMENT.replace("NAME", "merged"), "apply", "-f", "-"))
                .contains("unchanged");
        kubectl.run("set", "image", "deployment/merged", "two=two:2");
        kubectl.run("set", "env", "deployment/merged", "-c", "one", "C=3");
        kubectl.runWith(
                DEPLOYMENT.replace("NAME", "merged").replace("{name: A, value: \"1\"}, ", ""),
                "apply",
                "-f",
                "-");
        String path = "jsonpath={.spec.template.spec.containers[*]['image','env']}";
        assertThat(kubectl.run("get", "deployment", "merged", "-o", path))
                .contains("one:1", "two:1")
                .doesNotContain("\"A\"")
                .contains("{\"name\":\"B\",\"value\":\"2\"}")
                .contains("{\"name\":\"C\",\"value\":\"3\"}");
    }

    @Test
    void saysThatAKindIsUnknown() throws Exception {
        Path manifest = folder.resolve("unknown.yaml");
        Files.writeString(manifest, "apiVersion: v1\nkind: ConfigMapp\nmetadata: {name: a}\n");
        assertThat(kubectl.fail("apply", "-f", manifest.toString()))
                .contains("no matches for kind \"ConfigMapp\" in version \"v1\"");
    }
}
