package dev.slipway.terraform.engine;

import static dev.slipway.terraform.engine.Stage.actions;
import static dev.slipway.terraform.engine.Stage.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Plan;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `moved` blocks make of the state. What is expected was seen of Terraform 1.11.4.
final class MovesTest {
    private static final String BC =
            "moved {\n from = terraform_data.b\n to = terraform_data.c\n}\n";
    private static final String AB =
            "moved {\n from = terraform_data.a\n to = terraform_data.b\n}\n";

    @TempDir Path folder;
    private Stage stage;

    @BeforeEach
    void open() {
        stage = new Stage(folder);
    }

    @Test
    void followsAChainHoweverItIsWritten() {
        stage.write("main.tf", "resource \"terraform_data\" \"a\" {}");
        stage.apply();
        stage.write("main.tf", "resource \"terraform_data\" \"c\" {}\n" + BC + AB);
        Plan plan = stage.plan();
        assertThat(actions(plan)).containsExactly(entry("terraform_data.c", Action.NOOP));
        assertThat(change(plan, "terraform_data.c").previousAddress())
                .hasToString("terraform_data.a");
    }

    @Test
    void movesAModuleBeforeWhatIsSaidInside() {
        stage.write("old/main.tf", "resource \"terraform_data\" \"x\" {}");
        stage.write("main.tf", "module \"a\" { source = \"./old\" }");
        stage.apply();
        stage.write(
                "old/main.tf",
                """
                resource "terraform_data" "y" {}
                moved {
                  from = terraform_data.x
                  to   = terraform_data.y
                }
                """);
        stage.write(
                "main.tf",
                """
                module "b" { source = "./old" }
                moved {
                  from = module.a
                  to   = module.b
                }
                """);
        assertThat(actions(stage.plan()))
                .containsExactly(entry("module.b.terraform_data.y", Action.NOOP));
    }

    @Test
    void isToldAndKeptWhereNothingIsPlanned() {
        stage.write("main.tf", "resource \"terraform_data\" \"a\" {}");
        stage.apply();
        stage.write("main.tf", "resource \"terraform_data\" \"b\" {}\n" + AB);
        Plan plan = stage.plan(stage.options().in(Plan.Mode.REFRESH_ONLY));
        assertThat(plan.drift())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.action()).isEqualTo(Action.NOOP);
                    assertThat(each.previousAddress()).hasToString("terraform_data.a");
                });
        assertThat(plan.isApplyable()).isTrue();
        assertThat(stage.apply(plan).diagnostics()).isEmpty();
        assertThat(stage.addresses()).containsExactly("terraform_data.b");
    }

    @Test
    void leavesWhatCannotMoveAndSaysSo() {
        stage.write(
                "main.tf",
                "resource \"terraform_data\" \"a\" {}\nresource \"terraform_data\" \"b\" {}");
        stage.apply();
        stage.write("main.tf", "resource \"terraform_data\" \"c\" {}\n" + BC + AB);
        PlanOutcome outcome = stage.outcome(stage.options());
        assertThat(outcome.diagnostics())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.summary())
                            .isEqualTo("Unresolved resource instance address changes");
                    assertThat(each.detail()).contains("- terraform_data.a to terraform_data.b");
                });
        assertThat(actions(Objects.requireNonNull(outcome.plan())))
                .containsExactly(
                        entry("terraform_data.a", Action.DELETE),
                        entry("terraform_data.c", Action.NOOP));
    }

    @Test
    void refusesToMoveWhatIsStillDeclared() {
        stage.write("main.tf", "resource \"terraform_data\" \"a\" {}\n" + AB);
        assertThat(stage.problems()).containsExactly("Moved object still exists");
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "a" { count = 2 }
                moved {
                  from = terraform_data.a
                  to   = terraform_data.a[0]
                }
                """);
        assertThat(stage.problems()).isEmpty();
    }

    @Test
    void refusesTwoThatCannotBothBeTrue() {
        stage.write(
                "main.tf",
                "resource \"terraform_data\" \"c\" {}\n"
                        + BC
                        + BC.replace("from = terraform_data.b", "from = terraform_data.a"));
        assertThat(stage.problems()).containsExactly("Ambiguous move statements");
    }
}
