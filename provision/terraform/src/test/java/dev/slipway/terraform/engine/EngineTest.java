package dev.slipway.terraform.engine;

import static dev.slipway.terraform.engine.Stage.actions;
import static dev.slipway.terraform.engine.Stage.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.ObjectState;
import dev.slipway.state.address.Addresses;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ActionReason;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineTest {
    @TempDir Path folder;
    private Stage stage;

    @BeforeEach
    void open() {
        stage = new Stage(folder);
    }

    @Test
    void plansAppliesAndThenHasNothingToDo() {
        stage.write(
                "main.tf",
                """
                variable "size" { default = 1 }
                locals { double = var.size * 2 }
                resource "terraform_data" "a" { input = local.double }
                resource "terraform_data" "b" { input = terraform_data.a.id }
                output "it" { value = terraform_data.a.output }
                """);
        Plan plan = stage.plan();
        assertThat(actions(plan))
                .containsExactly(
                        entry("terraform_data.a", Action.CREATE),
                        entry("terraform_data.b", Action.CREATE));
        Value b = change(plan, "terraform_data.b").change().after();
        assertThat(Values.entries(b).getOrDefault("input", Values.NULL).isKnown()).isFalse();
        ApplyOutcome applied = stage.apply(plan);
        assertThat(applied.diagnostics()).isEmpty();
        assertThat(applied.added()).isEqualTo(2);
        assertThat(stage.output("it")).isEqualTo(Value.of(2));
        assertThat(object("terraform_data.b").dependencies())
                .extracting(Object::toString)
                .containsExactly("terraform_data.a");
        Plan again = stage.plan();
        assertThat(again.isApplyable()).isFalse();
        assertThat(actions(again).values()).containsOnly(Action.NOOP);
    }

    @Test
    void changesWhatFollowsAVariableAndSaysWhy() {
        stage.write(
                "main.tf",
                """
                variable "size" { type = number }
                resource "terraform_data" "a" { input = var.size }
                resource "terraform_data" "b" { input = terraform_data.a.output }
                resource "terraform_data" "c" { triggers_replace = var.size }
                resource "terraform_data" "d" {
                  lifecycle { replace_triggered_by = [terraform_data.c] }
                }
                """);
        stage.variables.put("size", Value.of(1));
        stage.apply();
        stage.variables.put("size", Value.of(2));
        Plan plan = stage.plan();
        assertThat(actions(plan))
                .containsEntry("terraform_data.a", Action.UPDATE)
                .containsEntry("terraform_data.b", Action.UPDATE)
                .containsEntry("terraform_data.c", Action.DELETE_THEN_CREATE)
                .containsEntry("terraform_data.d", Action.DELETE_THEN_CREATE);
        assertThat(change(plan, "terraform_data.b").details().because())
                .containsExactly(
                        "input = terraform_data.a.output (main.tf:3), since terraform_data.a.output"
                                + " changes");
        ResourceChange c = change(plan, "terraform_data.c");
        assertThat(c.reason()).isEqualTo(ActionReason.REPLACE_BECAUSE_CANNOT_UPDATE);
        assertThat(c.details().requiresReplace())
                .containsExactly(ValuePath.ROOT.attribute("triggers_replace"));
        assertThat(change(plan, "terraform_data.d").reason())
                .isEqualTo(ActionReason.REPLACE_BY_TRIGGERS);
        ApplyOutcome applied = stage.apply(plan);
        assertThat(applied.diagnostics()).isEmpty();
        assertThat(List.of(applied.added(), applied.changed(), applied.destroyed()))
                .containsExactly(2, 2, 2);
        assertThat(stage.plan().isApplyable()).isFalse();
    }

    @Test
    void expandsBlocksAndModules() {
        stage.write(
                "main.tf",
                """
                module "each" {
                  source   = "./inner"
                  for_each = { x = 1, y = 2 }
                  size     = each.value
                }
                resource "terraform_data" "n" {
                  count = 3
                  input = count.index
                }
                output "sum" { value = sum(concat(terraform_data.n[*].input, [for m in module.each : m.size])) }
                """);
        stage.write(
                "inner/main.tf",
                """
                variable "size" { type = number }
                resource "terraform_data" "it" { input = var.size }
                output "size" { value = terraform_data.it.input }
                """);
        stage.apply();
        assertThat(stage.addresses())
                .containsExactly(
                        "terraform_data.n[0]",
                        "terraform_data.n[1]",
                        "terraform_data.n[2]",
                        "module.each[\"x\"].terraform_data.it",
                        "module.each[\"y\"].terraform_data.it");
        assertThat(stage.output("sum")).isEqualTo(Value.of(6));
        stage.write(
                "main.tf",
                """
                module "each" {
                  source   = "./inner"
                  for_each = { x = 1 }
                  size     = each.value
                }
                resource "terraform_data" "n" {
                  count = 2
                  input = count.index
                }
                """);
        Plan plan = stage.plan();
        assertThat(change(plan, "terraform_data.n[2]").reason())
                .isEqualTo(ActionReason.DELETE_BECAUSE_COUNT_INDEX);
        assertThat(change(plan, "module.each[\"y\"].terraform_data.it").reason())
                .isEqualTo(ActionReason.DELETE_BECAUSE_NO_MODULE);
        assertThat(stage.apply(plan).destroyed()).isEqualTo(2);
        assertThat(stage.state.outputs()).isEmpty();
    }

    @Test
    void destroysDependentsFirst() {
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "a" { input = 1 }
                resource "terraform_data" "b" { input = terraform_data.a.id }
                resource "terraform_data" "c" { input = terraform_data.b.id }
                """);
        stage.apply();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        stage.listener =
                event -> {
                    if (event instanceof RunEvent.ApplyDone done) {
                        order.add(done.address().toString());
                    }
                };
        Plan plan = stage.plan(stage.options().in(Plan.Mode.DESTROY));
        assertThat(actions(plan).values()).containsOnly(Action.DELETE);
        stage.apply(plan);
        assertThat(order)
                .containsExactly("terraform_data.c", "terraform_data.b", "terraform_data.a");
        assertThat(stage.addresses()).isEmpty();
    }

    @Test
    void makesTheNewBeforeTheOldGoesWhereSaid() {
        String text =
                """
                resource "terraform_data" "a" {
                  triggers_replace = %d
                  lifecycle { create_before_destroy = true }
                }
                resource "terraform_data" "b" { input = terraform_data.a.id }
                """;
        stage.write("main.tf", text.formatted(1));
        stage.apply();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        stage.listener =
                event -> {
                    if (event instanceof RunEvent.ApplyDone done) {
                        order.add(done.action() + " " + done.address());
                    }
                };
        stage.write("main.tf", text.formatted(2));
        stage.apply();
        assertThat(order)
                .containsExactly(
                        "CREATE terraform_data.a",
                        "UPDATE terraform_data.b",
                        "DELETE terraform_data.a");
        assertThat(stage.plan().isApplyable()).isFalse();
    }

    @Test
    void followsMovesAndCountThatCame() throws Exception {
        stage.write("main.tf", "resource \"terraform_data\" \"a\" {}");
        stage.apply();
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "b" { count = 1 }
                moved {
                  from = terraform_data.a
                  to   = terraform_data.b
                }
                """);
        Plan plan = stage.plan();
        ResourceChange change = change(plan, "terraform_data.b[0]");
        assertThat(change.action()).isEqualTo(Action.NOOP);
        assertThat(change.previousAddress()).isEqualTo(Addresses.instance("terraform_data.a"));
        assertThat(plan.isApplyable()).isTrue();
        stage.apply(plan);
        assertThat(stage.addresses()).containsExactly("terraform_data.b[0]");
    }

    @Test
    void tellsWhatIsWrongWhereItIs() {
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "a" { input = var.missing }
                resource "terraform_data" "b" { input = terraform_data.c.id }
                resource "terraform_data" "d" { count = "x" }
                resource "terraform_data" "e" { inputs = 1 }
                """);
        assertThat(stage.problems())
                .containsExactly(
                        "Reference to undeclared input variable",
                        "Reference to undeclared resource",
                        "Incorrect value type",
                        "Unsupported argument");
    }

    @Test
    void callsFunctionsOfProviders() {
        stage.write(
                "main.tf",
                """
                terraform {
                  required_providers {
                    terraform = { source = "terraform.io/builtin/terraform" }
                    absent    = { source = "example.org/absent/absent" }
                  }
                }
                output "read" {
                  value = provider::terraform::decode_tfvars("size = 3").size
                }
                output "written" { value = provider::terraform::encode_expr({ a = [1] }) }
                """);
        stage.apply();
        assertThat(stage.output("read")).isEqualTo(Value.of(3));
        assertThat(Values.text(stage.output("written"))).contains("a = [1]");
        stage.write(
                "more.tf", "output \"o\" { value = provider::terraform::decode_tfvars(\"=\") }");
        assertThat(stage.problems()).containsExactly("Invalid function argument");
        stage.write("more.tf", "output \"o\" { value = provider::terraform::none(1) }");
        assertThat(stage.problems()).containsExactly("Unknown provider function");
        stage.write("more.tf", "output \"o\" { value = provider::absent::none(1) }");
        assertThat(stage.outcome(stage.options()).diagnostics())
                .singleElement()
                .satisfies(each -> assertThat(each.detail()).contains("not installed"));
        stage.write("more.tf", "output \"o\" { value = provider::other::none(1) }");
        assertThat(stage.outcome(stage.options()).diagnostics())
                .singleElement()
                .satisfies(each -> assertThat(each.detail()).contains("required_providers"));
    }

    @Test
    void refusesCircles() {
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "a" { input = local.b }
                locals { b = terraform_data.c.id }
                resource "terraform_data" "c" { input = terraform_data.a.id }
                """);
        assertThat(stage.outcome(stage.options()).diagnostics())
                .singleElement()
                .satisfies(each ->
                        assertThat(each.detail())
                                .contains("terraform_data.a", "local.b", "terraform_data.c"));
    }

    @Test
    void refusesWhatItWouldGetWrong() {
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "b" {
                  connection {
                    host = "host"
                    type = "winrm"
                  }
                  provisioner "remote-exec" { inline = ["true"] }
                  provisioner "local-exec" { comand = "true" }
                }
                """);
        assertThat(stage.problems())
                .containsExactlyInAnyOrder(
                        "Unsupported connection type",
                        "Unsupported argument",
                        "Missing required argument");
    }

    @Test
    void forgetsWhatIsRemovedButNotDestroyed() {
        stage.write("main.tf", "resource \"terraform_data\" \"a\" {}");
        stage.apply();
        stage.write(
                "main.tf",
                """
                removed {
                  from = terraform_data.a
                  lifecycle { destroy = false }
                }
                """);
        Plan plan = stage.plan();
        assertThat(actions(plan)).containsExactly(entry("terraform_data.a", Action.FORGET));
        assertThat(stage.apply(plan).destroyed()).isZero();
        assertThat(stage.addresses()).isEmpty();
    }

    @Test
    void keepsWhatIsSensitiveMarked() {
        stage.write(
                "main.tf",
                """
                variable "secret" {
                  default   = "x"
                  sensitive = true
                }
                resource "terraform_data" "a" { input = { open = 1, hidden = var.secret } }
                """);
        stage.apply();
        assertThat(object("terraform_data.a").sensitive())
                .extracting(ValuePath::toString)
                .containsExactly(".input.hidden");
        assertThat(stage.plan().isApplyable()).isFalse();
        stage.write("more.tf", "output \"o\" { value = terraform_data.a.input.hidden }");
        assertThat(stage.problems()).containsExactly("Output refers to sensitive values");
    }

    @Test
    void aLongChainIsPlannedAndApplied() {
        StringBuilder text =
                new StringBuilder("resource \"terraform_data\" \"c0\" { input = 0 }\n");
        for (int i = 1; i < 400; i++) {
            text.append(
                    "resource \"terraform_data\" \"c%d\" { input = terraform_data.c%d.output }\n"
                            .formatted(i, i - 1));
        }
        stage.write("main.tf", text.toString());
        assertThat(stage.apply().added()).isEqualTo(400);
        assertThat(stage.plan().isApplyable()).isFalse();
    }

    @Test
    void runsCommandsAndTaintsWhatTheyFailFor() {
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "a" {
                  input = "text"
                  provisioner "local-exec" { command = "echo ${self.output} > made.txt" }
                }
                resource "terraform_data" "b" {
                  provisioner "local-exec" { command = "exit 3" }
                }
                """);
        ApplyOutcome outcome = stage.apply(stage.plan());
        assertThat(folder.resolve("made.txt")).hasContent("text");
        assertThat(outcome.diagnostics())
                .singleElement()
                .satisfies(each -> assertThat(each.detail()).contains("exit status 3"));
        assertThat(object("terraform_data.b").tainted()).isTrue();
        assertThat(change(stage.plan(), "terraform_data.b").reason())
                .isEqualTo(ActionReason.REPLACE_BECAUSE_TAINTED);
    }

    @Test
    void conditionsStopWhatTheyGuard() {
        stage.write(
                "main.tf",
                """
                variable "size" {
                  default = 5
                  validation {
                    condition     = var.size < 4
                    error_message = "Too large: ${var.size}."
                  }
                }
                """);
        assertThat(stage.outcome(stage.options()).diagnostics())
                .singleElement()
                .satisfies(each -> assertThat(each.detail()).isEqualTo("Too large: 5."));
    }

    private ObjectState object(String address) {
        return stage.object(address);
    }
}
