package dev.slipway.schema.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaGeneratorTest {
    private static final String KIND =
            """
            groupVersion: example.com/v1
            kinds: {Thing: com.example.v1.Thing}
            definitions:
              com.example.v1.Thing:
                type: object
                properties:
                  metadata: {$ref: '#/components/schemas/REFERENCE'}
                  description: {type: string, description: Ours.}
            """;

    static ObjectNode definitions;

    @TempDir Path folder;

    @BeforeAll
    static void generate() throws IOException {
        definitions = SchemaGenerator.generate(List.of()).definitions();
    }

    @Test
    void typesAndFormatsAreThoseOfTheApi() {
        assertThat(property("core.v1.ContainerPort", "containerPort"))
                .contains("\"type\":\"integer\",\"format\":\"int32\"");
        assertThat(property("core.v1.PodSpec", "terminationGracePeriodSeconds"))
                .contains("\"type\":\"integer\",\"format\":\"int64\"");
        assertThat(property("core.v1.HTTPGetAction", "port")).contains("intstr.IntOrString");
        assertThat(property("core.v1.ResourceRequirements", "limits"))
                .contains("\"additionalProperties\":{\"$ref\"", "resource.Quantity");
        assertThat(property("coordination.v1.LeaseSpec", "renewTime")).contains("v1.MicroTime");
        assertThat(property("core.v1.PodStatus", "startTime")).contains("meta.v1.Time");
        assertThat(property("core.v1.Secret", "data"))
                .contains("\"additionalProperties\":{\"type\":\"string\",\"format\":\"byte\"}");
        assertThat(property("core.v1.ConfigMap", "data")).doesNotContain("format");
    }

    @Test
    void factsOfOurOwnAreAdded() {
        assertThat(property("core.v1.PodSpec", "volumes"))
                .contains("\"x-kubernetes-patch-strategy\":\"merge,retainKeys\"")
                .contains("\"x-kubernetes-patch-merge-key\":\"name\"");
        assertThat(property("core.v1.PodSpec", "tolerations")).doesNotContain("x-kubernetes");
        assertThat(definitions.path("io.k8s.api.apps.v1.DeploymentSpec").path("required"))
                .hasToString("[\"selector\",\"template\"]");
        assertThat(definitions.at("/io.k8s.api.apps.v1.Deployment/x-kubernetes-group-version-kind"))
                .hasToString("[{\"group\":\"apps\",\"kind\":\"Deployment\",\"version\":\"v1\"}]");
    }

    @Test
    void handWrittenKindsJoinTheOthers() throws IOException {
        Path output = folder.resolve("output");
        write(KIND.replace("REFERENCE", "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"));
        run(output);
        assertThat(Files.readString(output.resolve("kinds.txt")))
                .contains("example.com/v1 Thing com.example.v1.Thing\n")
                .contains("v1 Pod io.k8s.api.core.v1.Pod\n");
        assertThat(line(output, "documented.txt")).contains("Ours.", "example.com");
        assertThat(line(output, "definitions.txt"))
                .contains("\"description\":{\"type\":\"string\"}")
                .doesNotContain("Ours.", "example.com");
    }

    @Test
    void nothingIsWrittenAgainIfNothingChanged() throws IOException {
        Path output = folder.resolve("output");
        run(output);
        Path file = output.resolve("definitions.txt");
        FileTime before = FileTime.fromMillis(0);
        Files.setLastModifiedTime(file, before);
        run(output);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
        write(KIND.replace("REFERENCE", "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"));
        run(output);
        assertThat(Files.getLastModifiedTime(file)).isNotEqualTo(before);
    }

    @Test
    void referenceToNothingFailsTheBuild() throws IOException {
        write(KIND.replace("REFERENCE", "io.k8s.Nothing"));
        assertThatThrownBy(() -> run(folder.resolve("output")))
                .hasMessage("com.example.v1.Thing refers to io.k8s.Nothing, which does not exist");
    }

    private void run(Path output) throws IOException {
        SchemaGenerator.main(new String[] {folder.toString(), output.toString()});
    }

    private void write(String schema) throws IOException {
        Files.writeString(folder.resolve("example.com_v1.yaml"), schema);
    }

    private static String line(Path output, String file) throws IOException {
        return Files.readAllLines(output.resolve(file)).stream()
                .filter(each -> each.startsWith("com.example.v1.Thing\t"))
                .findFirst()
                .orElseThrow();
    }

    private static String property(String definition, String name) {
        return definitions
                .path("io.k8s.api." + definition)
                .path("properties")
                .path(name)
                .toString();
    }
}
