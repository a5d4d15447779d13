package dev.slipway.terraform.engine;

import static dev.slipway.terraform.engine.Stage.actions;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ActionReason;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What follows values that are not known yet is planned once they are.
final class RoundsTest {
    @TempDir Path folder;
    private Stage stage;

    @BeforeEach
    void open() {
        stage = new Stage(folder);
    }

    @Test
    void plansUnknownCountsOnceTheyAreKnown() {
        stage.write(
                "main.tf",
                """
                locals { two = length(split("-", terraform_data.a.id)) - 3 }
                resource "terraform_data" "a" { input = ["x", "y"] }
                resource "terraform_data" "many" { count = local.two }
                resource "terraform_data" "needs" { input = terraform_data.many[*].id }
                resource "terraform_data" "each" { for_each = toset(slice(terraform_data.a.output, 0, local.two)) }
                resource "terraform_data" "alone" {}
                module "inner" {
                  source = "./inner"
                  count  = local.two
                }
                output "many" { value = length(terraform_data.many) }
                """);
        stage.write("inner/main.tf", "resource \"terraform_data\" \"it\" {}");
        Plan first = stage.plan();
        assertThat(actions(first)).containsOnlyKeys("terraform_data.a", "terraform_data.alone");
        assertThat(first.deferred())
                .extracting(each -> each.address().toString())
                .containsExactly(
                        "terraform_data.each",
                        "terraform_data.many",
                        "terraform_data.needs",
                        "module.inner.terraform_data.it");
        assertThat(first.deferred())
                .extracting(ResourceChange::reason)
                .containsExactly(
                        ActionReason.DEFERRED_COUNT_UNKNOWN,
                        ActionReason.DEFERRED_COUNT_UNKNOWN,
                        ActionReason.DEFERRED_PREREQUISITE,
                        ActionReason.DEFERRED_COUNT_UNKNOWN);
        assertThat(stage.apply(first).diagnostics()).isEmpty();
        Plan second = stage.plan();
        assertThat(second.deferred()).isEmpty();
        assertThat(second.changes().stream().filter(each -> each.action() == Action.CREATE))
                .hasSize(7);
        assertThat(stage.apply(second).diagnostics()).isEmpty();
        assertThat(stage.output("many")).isEqualTo(Value.of(2));
        assertThat(stage.plan().isApplyable()).isFalse();
    }

    @Test
    void leavesWhatIsThereUntilItIsKnown() {
        stage.write(
                "main.tf",
                """
                variable "size" { default = 2 }
                resource "terraform_data" "old" {}
                resource "terraform_data" "a" { triggers_replace = var.size }
                resource "terraform_data" "many" {
                  count = var.size
                  input = terraform_data.old.id
                }
                """);
        stage.apply();
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "a" { triggers_replace = 3 }
                resource "terraform_data" "many" {
                  count = length(split("-", terraform_data.a.id)) - 4
                }
                """);
        Plan first = stage.plan();
        assertThat(actions(first))
                .containsOnlyKeys("terraform_data.a")
                .containsValue(Action.DELETE_THEN_CREATE);
        assertThat(stage.apply(first).diagnostics()).isEmpty();
        assertThat(stage.addresses()).contains("terraform_data.many[1]", "terraform_data.old");
        Plan second = stage.plan();
        assertThat(actions(second))
                .containsEntry("terraform_data.many[1]", Action.DELETE)
                .containsEntry("terraform_data.old", Action.DELETE);
        assertThat(stage.apply(second).diagnostics()).isEmpty();
        assertThat(stage.addresses()).containsExactly("terraform_data.a", "terraform_data.many[0]");
    }

    @Test
    void refreshingPutsNothingOff() {
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "a" {}
                resource "terraform_data" "many" { count = length(terraform_data.a.id) }
                """);
        Plan plan = stage.plan(stage.options().in(Plan.Mode.REFRESH_ONLY));
        assertThat(plan.deferred()).isEmpty();
    }

    @Test
    void refusesWhatNoRoundWouldTell() {
        stage.write("main.tf", "resource \"terraform_data\" \"a\" { count = length(timestamp()) }");
        assertThat(stage.problems()).containsExactly("Something can never be planned");
    }
}
