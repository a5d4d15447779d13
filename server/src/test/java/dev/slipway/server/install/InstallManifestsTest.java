package dev.slipway.server.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.PolicyRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InstallManifestsTest {
    private static final PolicyRule RULE =
            new PolicyRule(List.of("*"), List.of("apps"), List.of("*"), List.of(), List.of());

    private final InstallManifests manifests = InstallManifests.of(List.of(RULE, RULE));

    @Test
    void definesOurKindsButNoneOfKubernetesAndNoneThatNeedsAMachine() {
        assertThat(manifests.definitions())
                .extracting(definition -> definition.key().name())
                .contains("rollouts.argoproj.io")
                .doesNotContain("deployments.apps", "checks.slipway.dev");
    }

    @Test
    void definesTheRolloutWithItsPartsAndColumns() {
        JsonNode spec = definition("rollouts.argoproj.io").tree().path("spec");
        JsonNode version = spec.path("versions").path(0);

        assertThat(spec.at("/names/shortNames/0").asText()).isEqualTo("ro");
        assertThat(version.at("/subresources/scale/specReplicasPath").asText())
                .isEqualTo(".spec.replicas");
        assertThat(version.at("/subresources").has("status")).isTrue();
        assertThat(version.path("additionalPrinterColumns").findValuesAsText("jsonPath"))
                .contains(".status.updatedReplicas", ".metadata.creationTimestamp");
        assertThat(version.at("/schema/openAPIV3Schema/properties/spec/properties").fieldNames())
                .toIterable()
                .contains("strategy", "workloadRef");
    }

    /// What the API server demands of every node of a schema.
    @Test
    void everySchemaIsStructural() {
        for (RawResource definition : manifests.definitions()) {
            List<String> problems = new ArrayList<>();
            check(
                    definition.tree().at("/spec/versions/0/schema/openAPIV3Schema"),
                    definition.key().name(),
                    problems);
            assertThat(problems).isEmpty();
        }
    }

    @Test
    void grantsEachRuleOnce() {
        RawResource role =
                manifests.rights().stream()
                        .filter(object -> object.type().kind().equals("ClusterRole"))
                        .findFirst()
                        .orElseThrow();

        assertThat(role.tree().path("rules")).hasSize(1);
    }

    private static void check(JsonNode schema, String place, List<String> problems) {
        boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(false);
        boolean mixed = schema.path("x-kubernetes-int-or-string").asBoolean(false);
        if (schema.path("type").isMissingNode() && !open && !mixed) {
            problems.add(place + ": no type");
        }
        for (String word : List.of("$ref", "allOf", "oneOf", "anyOf", "definitions")) {
            if (schema.has(word)) {
                problems.add(place + ": " + word);
            }
        }
        if (schema.has("properties") && schema.has("additionalProperties")) {
            problems.add(place + ": properties and additionalProperties");
        }
        if (schema.path("type").asText("").equals("array") && !schema.has("items")) {
            problems.add(place + ": no items");
        }
        schema.path("properties")
                .properties()
                .forEach(each -> check(each.getValue(), place + "." + each.getKey(), problems));
        for (String word : List.of("items", "additionalProperties")) {
            if (schema.has(word)) {
                check(schema.get(word), place + "." + word, problems);
            }
        }
    }

    private RawResource definition(String name) {
        return manifests.definitions().stream()
                .filter(each -> each.key().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
