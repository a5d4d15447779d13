package dev.slipway.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.GroupVersionKind;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Yaml;
import dev.slipway.model.YamlDocument;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each file in `rules` has an object as somebody writes it, and either what is stored of it
/// besides its type and metadata, or why it is refused.
final class RulesTest {
    private final TestApi test = new TestApi();

    @AfterEach
    void close() {
        test.close();
    }

    static Stream<Path> cases() throws IOException, URISyntaxException {
        Path folder = Path.of(requireNonNull(RulesTest.class.getResource("/rules")).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void storesOrRefuses(Path file) throws IOException {
        List<YamlDocument> documents = Yaml.parse(Files.readString(file), file.toString());
        ObjectNode expected = documents.get(1).object();

        ObjectNode outcome = outcome(documents.get(0).object());

        assertThat(Trees.same(outcome, expected))
                .as("%s%nwas%n%s", file.getFileName(), Yaml.write(outcome))
                .isTrue();
    }

    private ObjectNode outcome(ObjectNode written) {
        GroupVersionKind type =
                GroupVersionKind.of(
                        written.get("apiVersion").asText(), written.get("kind").asText());
        KindDefinition kind = requireNonNull(test.kinds.find(type), type.toString());
        ObjectKey place = new ObjectKey(kind.namespaced() ? "default" : "", "");
        try {
            ObjectNode stored =
                    test.api
                            .create(
                                    TestApi.ALICE,
                                    Target.of(kind, place),
                                    written,
                                    WriteOptions.defaults())
                            .object()
                            .tree();
            return stored.deepCopy().remove(List.of("apiVersion", "kind", "metadata"));
        } catch (ApiException e) {
            ObjectNode refusal = Json.object();
            if (e.causes().isEmpty() || e.reason() == ApiException.Reason.BAD_REQUEST) {
                return refusal.put("error", e.getMessage());
            }
            var causes = refusal.putArray("causes");
            e.causes().forEach(cause -> causes.add(cause.field() + ": " + cause.message()));
            return refusal;
        }
    }

    @Test
    void givesEachJobASelectorOfItsOwn() {
        ObjectNode job =
                test.create(
                        "jobs",
                        """
                        {"metadata":{"name":"j"},"spec":{"template":{"spec":{
                         "restartPolicy":"Never","containers":[{"name":"c","image":"shop:v1"}]}}}}
                        """);

        String uid = job.at("/metadata/uid").asText();
        assertThat(job.at("/spec/selector/matchLabels").toString())
                .isEqualTo("{\"batch.kubernetes.io/controller-uid\":\"" + uid + "\"}");
        JsonNode labels = job.at("/spec/template/metadata/labels");
        assertThat(labels.path("batch.kubernetes.io/job-name").asText()).isEqualTo("j");
        assertThat(labels.path("controller-uid").asText()).isEqualTo(uid);
        assertThat(job.at("/spec/completions").asInt()).isEqualTo(1);
    }

    @Test
    void keepsSelectorsAsTheyAre() {
        test.create(
                "deployments",
                """
                {"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"app":"d"}},
                 "template":{"metadata":{"labels":{"app":"d","v":"1"}},
                  "spec":{"containers":[{"name":"c","image":"shop:v1"}]}}}}
                """);

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() ->
                        test.merge(
                                test.target("deployments", "d"),
                                "{\"spec\":{\"selector\":{\"matchLabels\":{\"v\":\"1\"}}}}"))
                .withMessageContaining("spec.selector: Invalid value:")
                .withMessageEndingWith("field is immutable");
    }

    @Test
    void letsOnlyImagesOfPodsChange() {
        test.create(
                "pods",
                "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"shop:v1\"}]}}");
        Target pod = test.target("pods", "p");

        ObjectNode changed =
                test.merge(
                        pod,
                        "{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"shop:v2\",\"imagePullPolicy\":\"IfNotPresent\"}]}}");

        assertThat(changed.at("/spec/containers/0/image").asText()).isEqualTo("shop:v2");
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> test.merge(pod, "{\"spec\":{\"hostNetwork\":true}}"))
                .withMessageContaining("pod updates may not change fields other than");
    }
}
