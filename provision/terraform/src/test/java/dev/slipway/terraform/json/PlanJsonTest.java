package dev.slipway.terraform.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.terraform.config.ConfigLoader;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ModuleManifest;
import dev.slipway.terraform.view.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanJsonTest {
    static List<String> cases() throws IOException {
        return Golden.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writesWhatTerraformWrites(String name) throws IOException {
        JsonNode expected = comparable((ObjectNode) Golden.json(name, "plan.json"));
        JsonNode actual = comparable(written(name, null));
        assertThat(JsonDifferences.of(expected, actual)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"configuration", "attributes-as-blocks"})
    void writesTheConfigurationAsTerraformDoes(String name) throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        ConfigTree config =
                new ConfigLoader(Golden.folder(name), new ModuleManifest(Map.of()), diagnostics)
                        .load(Map.of());
        assertThat(diagnostics.list()).isEmpty();
        JsonNode expected = Golden.json(name, "plan.json").path("configuration");
        JsonNode actual = written(name, config).path("configuration");
        assertThat(JsonDifferences.of(expected, actual)).isEmpty();
    }

    private static ObjectNode written(String name, @Nullable ConfigTree config) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PlanJson(Golden.schemas(name), "1.11.4").write(Golden.plan(name), config, out);
        return (ObjectNode) Golden.MAPPER.readTree(out.toByteArray());
    }

    /// Without what is compared elsewhere or has no order; planned values of replaced objects keep
    /// what their schema says is sensitive, which Terraform forgets.
    private static ObjectNode comparable(ObjectNode plan) {
        plan.remove(List.of("configuration", "relevant_attributes"));
        restoreSensitive(plan);
        for (String field : List.of("resource_changes", "resource_drift", "checks")) {
            if (plan.path(field) instanceof ArrayNode array) {
                List<JsonNode> sorted = new ArrayList<>();
                array.forEach(sorted::add);
                sorted.sort(Comparator.comparing(JsonNode::toString));
                array.removeAll().addAll(sorted);
            }
        }
        return plan;
    }

    /// Gives planned values what their changes know to be sensitive.
    static void restoreSensitive(JsonNode plan) {
        Map<String, JsonNode> sensitive = new HashMap<>();
        plan.path("resource_changes")
                .forEach(each ->
                        sensitive.put(
                                each.path("address").asText(),
                                each.path("change").path("after_sensitive")));
        restore(plan.path("planned_values").path("root_module"), sensitive);
    }

    private static void restore(JsonNode module, Map<String, JsonNode> sensitive) {
        for (JsonNode each : module.path("resources")) {
            JsonNode known = sensitive.get(each.path("address").asText());
            if (known != null) {
                ((ObjectNode) each).set("sensitive_values", known);
            }
        }
        module.path("child_modules").forEach(each -> restore(each, sensitive));
    }
}
