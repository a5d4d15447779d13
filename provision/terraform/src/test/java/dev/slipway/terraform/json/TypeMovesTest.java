package dev.slipway.terraform.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.hcl.source.Diagnostic;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects that are moved to another type, by Terraform and here.
final class TypeMovesTest {
    private static final String NULL_RESOURCE =
            """
            {"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"x","outputs":{},
             "resources":[{"mode":"managed","type":"null_resource","name":"n",
              "provider":"provider[\\"registry.terraform.io/hashicorp/null\\"]",
              "instances":[{"schema_version":0,
               "attributes":{"id":"5555","triggers":{"a":"b"}}}]}],
             "check_results":null}
            """;

    @TempDir Path folder;
    private BothSides sides;

    @BeforeEach
    void open() throws Exception {
        sides = new BothSides(folder);
    }

    private static String moved(String from, String to) {
        return "moved {\n  from = " + from + "\n  to   = " + to + "\n}\n";
    }

    @Test
    void areWhatTheProviderMakesOfThem() throws Exception {
        sides.write(
                "main.tf",
                """
                resource "slipwaytest_item" "i" {
                  count = 2
                  value = "v${count.index}"
                }
                """);
        sides.apply();
        sides.write(
                "main.tf",
                """
                resource "slipwaytest_box" "b" {
                  count   = 2
                  content = count.index == 0 ? "v0" : "changed"
                }
                """
                        + moved("slipwaytest_item.i", "slipwaytest_box.b"));
        JsonNode expected = sides.terraformPlan();
        JsonNode actual = sides.plan();
        assertThat(
                        JsonDifferences.of(
                                expected.path("resource_changes"), actual.path("resource_changes")))
                .isEmpty();
        assertThat(JsonDifferences.of(expected.path("prior_state"), actual.path("prior_state")))
                .isEmpty();
        sides.apply();
        assertThat(sides.terraform("plan", "-no-color", "-input=false")).contains("No changes.");
    }

    @Test
    void areDestroyedWhereNothingIsDeclared() throws Exception {
        sides.write("main.tf", "resource \"slipwaytest_item\" \"i\" {}");
        sides.apply();
        sides.write("main.tf", moved("slipwaytest_item.i", "slipwaytest_box.b"));
        // Terraform does not have it moved then, and finds it only since this engine did.
        JsonNode actual = sides.plan();
        assertThat(
                        JsonDifferences.of(
                                sides.terraformPlan().path("resource_changes"),
                                actual.path("resource_changes")))
                .isEmpty();
    }

    @Test
    void stayWhatTheyAreWhereTheProviderRefuses() throws Exception {
        sides.write("main.tf", "resource \"slipwaytest_item\" \"i\" {}");
        sides.apply();
        sides.write(
                "main.tf",
                "resource \"slipwaytest_thing\" \"t\" {\n  name = \"t\"\n}\n"
                        + moved("slipwaytest_item.i", "slipwaytest_thing.t"));
        assertThat(sides.terraform("plan", "-json")).contains("Cannot move");
        assertThat(sides.problems()).extracting(Diagnostic::summary).containsExactly("Cannot move");
        sides.write(
                "main.tf",
                "resource \"terraform_data\" \"t\" {}\n"
                        + moved("slipwaytest_item.i", "terraform_data.t"));
        assertThat(sides.problems())
                .extracting(Diagnostic::summary)
                .containsExactly("Unsupported source provider for move operation");
    }

    /// Terraform would need the null provider; that its triggers become an object was seen of it.
    @Test
    void nullResourcesBecomeDataOfTerraformWithoutTheirProvider() throws Exception {
        sides.write("terraform.tfstate", NULL_RESOURCE)
                .write(
                        "main.tf",
                        "resource \"terraform_data\" \"d\" {\n  triggers_replace = { a = \"b\" }\n}\n"
                                + moved("null_resource.n", "terraform_data.d"));
        JsonNode change = sides.plan().path("resource_changes").path(0);
        assertThat(change.path("previous_address").asText()).isEqualTo("null_resource.n");
        assertThat(change.path("change").path("actions").path(0).asText()).isEqualTo("no-op");
        assertThat(change.path("change").path("after").path("id").asText()).isEqualTo("5555");
    }
}
