package dev.slipway.terraform.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.terraform.config.ConfigLoader;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ModuleManifest;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.view.Golden;
import dev.slipway.terraform.view.PlanText;
import dev.slipway.terraform.view.RecordedPlan;
import dev.slipway.terraform.view.SchemaJson;
import dev.slipway.terraform.view.StateText;
import dev.slipway.terraform.view.ViewOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lets the real Terraform plan, and compares what both show of it.
class TerraformComparisonTest {
    private static final String MODULE =
            """
            variable "x" { type = any }
            resource "terraform_data" "in" { input = var.x }
            resource "terraform_data" "same" { input = "same" }
            output "o" { value = terraform_data.in.output }
            """;

    private static final String BEFORE =
            """
            variable "s" {
              sensitive = true
              default   = "hush"
            }
            locals { names = ["a", "b"] }
            resource "terraform_data" "text" { input = "one" }
            resource "terraform_data" "long" { input = "a\\nb\\nc\\n" }
            resource "terraform_data" "list" { input = ["a", "b", "c", "d", "e"] }
            resource "terraform_data" "objects" { input = [{ id = 1, n = "x" }, { id = 2, n = "y" }] }
            resource "terraform_data" "json" { input = jsonencode({ a = 1, b = [1, 2], c = { d = "e" } }) }
            resource "terraform_data" "secret" { input = { a = var.s, b = 1 } }
            resource "terraform_data" "counted" {
              count = 3
              input = "n${count.index}"
            }
            resource "terraform_data" "each" {
              for_each = toset(local.names)
              input    = each.key
            }
            resource "terraform_data" "gone" { input = { a = [1], b = null } }
            resource "terraform_data" "old" { input = "moved" }
            module "m" {
              source = "./mod"
              x      = { k = "v" }
            }
            output "plain" { value = { a = [1, 2], b = "x" } }
            output "gone" { value = "gone" }
            output "secret" {
              value     = var.s
              sensitive = true
            }
            """;

    private static final String AFTER =
            """
            variable "s" {
              sensitive = true
              default   = "hush2"
            }
            locals { names = ["a", "c"] }
            resource "terraform_data" "text" { input = "two" }
            resource "terraform_data" "long" { input = "a\\nB\\nc\\n" }
            resource "terraform_data" "list" { input = ["a", "x", "c", "d", "f", "e"] }
            resource "terraform_data" "objects" { input = [{ id = 1, n = "x" }, { id = 2, n = "z" }, {}] }
            resource "terraform_data" "json" { input = jsonencode({ a = 2, b = [1], c = { d = "f" } }) }
            resource "terraform_data" "secret" { input = { a = var.s, b = 2 } }
            resource "terraform_data" "counted" {
              count = 2
              input = "n${count.index}"
            }
            resource "terraform_data" "each" {
              for_each = toset(local.names)
              input    = { key = each.key, id = terraform_data.text.id }
            }
            resource "terraform_data" "fresh" {
              input            = terraform_data.replaced.id
              triggers_replace = [terraform_data.counted[0].id, module.m.o]
            }
            resource "terraform_data" "replaced" { input = "r" }
            resource "terraform_data" "new" { input = "moved" }
            moved {
              from = terraform_data.old
              to   = terraform_data.new
            }
            module "m" {
              source = "./mod"
              x      = { k = terraform_data.replaced.id, l = [] }
            }
            output "plain" { value = { a = [1, 3], b = terraform_data.replaced.id } }
            output "secret" {
              value     = var.s
              sensitive = true
            }
            """;

    @TempDir Path folder;

    @Test
    void showsPlansAndStatesAsTerraformDoes() throws Exception {
        Files.createDirectory(folder.resolve("mod"));
        Files.writeString(folder.resolve("mod/main.tf"), MODULE);
        Files.writeString(folder.resolve("main.tf"), BEFORE);
        Optional<String> init = TerraformCommand.run(folder, "init", "-input=false");
        Assumptions.assumeTrue(init.isPresent(), "terraform is not installed");
        terraform("apply", "-auto-approve", "-input=false");
        Schemas schemas = SchemaJson.read(json("providers", "schema", "-json"));
        comparesStates(schemas);

        Files.writeString(folder.resolve("main.tf"), AFTER);
        terraform("plan", "-input=false", "-out=plan");
        JsonNode expected = json("show", "-json", "plan");
        Plan plan = new RecordedPlan(expected, schemas).plan();
        StringBuilder text = new StringBuilder();
        new PlanText(schemas, ViewOptions.PLAIN).write(plan, text);
        assertThat(changes(text.toString()))
                .isEqualTo(changes(terraform("show", "-no-color", "plan")));
        comparesJson(expected, plan, schemas);
    }

    private void comparesStates(Schemas schemas) throws Exception {
        JsonNode expected = json("show", "-json");
        var state = new RecordedPlan(expected, schemas).state(expected);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new StateJson(schemas).write(state, out);
        assertThat(JsonDifferences.of(expected, Golden.MAPPER.readTree(out.toByteArray())))
                .isEmpty();
        StringBuilder text = new StringBuilder();
        new StateText(schemas, false).write(state, text);
        assertThat(evenly(text.toString())).isEqualTo(evenly(terraform("show", "-no-color")));
    }

    /// Terraform leaves more lines empty between modules than between resources.
    private static String evenly(String shown) {
        return shown.replaceAll("\n{3,}", "\n\n");
    }

    private void comparesJson(JsonNode expected, Plan plan, Schemas schemas) throws IOException {
        Diagnostics diagnostics = new Diagnostics();
        ConfigTree config =
                new ConfigLoader(folder, new ModuleManifest(Map.of()), diagnostics).load(Map.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PlanJson(schemas, "1.11.4").write(plan, config, out);
        JsonNode actual = Golden.MAPPER.readTree(out.toByteArray());
        assertThat(relevant(actual)).isEqualTo(relevant(expected));
        ((ObjectNode) actual).remove("relevant_attributes");
        ((ObjectNode) expected).remove("relevant_attributes");
        assertThat(JsonDifferences.of(expected, actual)).isEmpty();
    }

    private static Set<String> relevant(JsonNode plan) {
        Set<String> relevant = new TreeSet<>();
        plan.path("relevant_attributes").forEach(each -> relevant.add(each.toString()));
        return relevant;
    }

    private String terraform(String... arguments) throws IOException, InterruptedException {
        return TerraformCommand.run(folder, arguments).orElseThrow();
    }

    private JsonNode json(String... arguments) throws IOException, InterruptedException {
        return Golden.MAPPER.readTree(terraform(arguments));
    }

    /// Without the sentences before, and a note that Terraform does not make for values of any
    /// type.
    private static String changes(String shown) {
        return shown.substring(shown.indexOf("  # "))
                .replaceAll("( triggers_replace = .*) # forces replacement", "$1")
                .strip();
    }
}
