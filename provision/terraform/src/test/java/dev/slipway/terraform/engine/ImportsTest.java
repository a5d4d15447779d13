package dev.slipway.terraform.engine;

import static dev.slipway.terraform.engine.Stage.actions;
import static dev.slipway.terraform.engine.Stage.change;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Plan;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Taking over what is there already. What is expected was seen of Terraform 1.11.4.
final class ImportsTest {
    @TempDir Path folder;
    private Stage stage;

    @BeforeEach
    void open() {
        stage = new Stage(folder);
    }

    @Test
    void takesOverAndChangesAsDeclared() {
        stage.write(
                "main.tf",
                """
                locals { ids = { one = "id-1", two = "id-2" } }
                import {
                  for_each = local.ids
                  to       = terraform_data.each[each.key]
                  id       = each.value
                }
                resource "terraform_data" "each" { for_each = local.ids }
                import {
                  to = terraform_data.other
                  id = "other"
                }
                resource "terraform_data" "other" { input = 3 }
                output "id" { value = terraform_data.other.id }
                """);
        Plan plan = stage.plan();
        assertThat(actions(plan))
                .containsExactly(
                        entry("terraform_data.each[\"one\"]", Action.NOOP),
                        entry("terraform_data.each[\"two\"]", Action.NOOP),
                        entry("terraform_data.other", Action.UPDATE));
        assertThat(requireNonNull(change(plan, "terraform_data.other").details().importing()).id())
                .isEqualTo("other");
        assertThat(plan.isApplyable()).isTrue();
        assertThat(stage.apply(plan).diagnostics()).isEmpty();
        assertThat(stage.output("id")).isEqualTo(Value.of("other"));
        assertThat(stage.addresses()).hasSize(3);
        assertThat(stage.plan().isApplyable()).isFalse();
    }

    @Test
    void refusesWhatCannotBeImported() {
        stage.write(
                "main.tf",
                """
                import {
                  to = terraform_data.missing
                  id = "x"
                }
                """);
        assertThat(stage.problems())
                .containsExactly("Configuration for import target does not exist");
        stage.write(
                "main.tf",
                """
                import {
                  to = terraform_data.a[1]
                  id = "x"
                }
                resource "terraform_data" "a" { count = 1 }
                resource "terraform_data" "b" {}
                import {
                  to = terraform_data.c
                  id = terraform_data.b.id
                }
                resource "terraform_data" "c" {}
                """);
        assertThat(stage.problems())
                .containsExactly(
                        "Configuration for import target does not exist",
                        "Invalid import id argument");
    }

    @Test
    void refusesAnIdThatFollowsTheObjectItself() {
        stage.write(
                "main.tf",
                """
                import {
                  to = terraform_data.a
                  id = terraform_data.b.output
                }
                resource "terraform_data" "a" {}
                resource "terraform_data" "b" { input = terraform_data.a.id }
                """);
        assertThat(stage.problems()).containsExactly("Cycle: terraform_data.a, terraform_data.b");
    }

    @Test
    void writesConfigurationForWhatIsNotDeclared() {
        stage.write(
                "main.tf",
                """
                import {
                  to = terraform_data.a
                  id = "x"
                }
                """);
        GeneratedOutcome generated = stage.generate();
        assertThat(generated.diagnostics()).isEmpty();
        assertThat(generated.file())
                .contains(
                        """
                        # __generated__ by Slipway from "x"
                        resource "terraform_data" "a" {
                          input            = null
                          triggers_replace = null
                        }
                        """);
        stage.write("generated.tf", generated.file());
        assertThat(actions(stage.plan()).values()).containsExactly(Action.NOOP);
    }

    @Test
    void importsOneByCommand() {
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "other" { count = length("x") }
                resource "terraform_data" "a" { input = terraform_data.other[0].id }
                """);
        PlanOutcome outcome = stage.importObject("terraform_data.a", "it");
        assertThat(outcome.hasErrors()).isFalse();
        stage.state = requireNonNull(outcome.plan()).prior();
        assertThat(stage.addresses()).containsExactly("terraform_data.a");
        Value kept = change(stage.plan(), "terraform_data.a").change().before();
        assertThat(Values.entries(kept)).containsEntry("id", Value.of("it"));
    }
}
