package dev.slipway.terraform.engine;

import static dev.slipway.terraform.engine.Stage.actions;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.value.Value;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plans of a part: `-target` and `-exclude`, `-refresh-only`.
final class PartsTest {
    @TempDir Path folder;
    private Stage stage;

    @BeforeEach
    void open() {
        stage = new Stage(folder);
    }

    private void chain() {
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "a" {}
                resource "terraform_data" "b" { input = terraform_data.a.id }
                resource "terraform_data" "c" { input = terraform_data.b.id }
                resource "terraform_data" "alone" {}
                output "a" { value = terraform_data.a.id }
                output "c" { value = terraform_data.c.id }
                """);
    }

    private PlanOptions part(Plan.Mode mode, @Nullable String target, @Nullable String exclude) {
        PlanOptions all = stage.options();
        return new PlanOptions(
                mode,
                true,
                target(target),
                target(exclude),
                List.of(),
                all.variables(),
                all.workspace(),
                all.timestamp(),
                1);
    }

    private static List<Target> target(@Nullable String address) {
        try {
            return address == null ? List.of() : List.of(Addresses.target(address));
        } catch (AddressException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Plan targeted(Plan.Mode mode, String target) {
        return plan(part(mode, target, null));
    }

    private Plan without(Plan.Mode mode, String exclude) {
        return plan(part(mode, null, exclude));
    }

    private Plan plan(PlanOptions options) {
        PlanOutcome outcome = stage.outcome(options);
        assertThat(outcome.diagnostics())
                .extracting(each -> each.summary())
                .containsExactly("Resource targeting is in effect");
        return java.util.Objects.requireNonNull(outcome.plan());
    }

    @Test
    void makesWhatIsTargetedWithWhatItNeeds() {
        chain();
        Plan plan = targeted(Plan.Mode.NORMAL, "terraform_data.b");
        assertThat(actions(plan)).containsOnlyKeys("terraform_data.a", "terraform_data.b");
        assertThat(plan.outputs()).containsOnlyKeys("a");
        assertThat(stage.apply(plan).hasErrors()).isFalse();
        assertThat(stage.state.outputs()).containsOnlyKeys("a");
    }

    @Test
    void makesAllButWhatIsExcludedAndWhatNeedsIt() {
        chain();
        assertThat(actions(without(Plan.Mode.NORMAL, "terraform_data.b")))
                .containsOnlyKeys("terraform_data.a", "terraform_data.alone");
    }

    @Test
    void destroysWhatIsTargetedWithWhatNeedsIt() {
        chain();
        stage.apply();
        Plan plan = targeted(Plan.Mode.DESTROY, "terraform_data.b");
        assertThat(actions(plan))
                .containsOnlyKeys("terraform_data.b", "terraform_data.c")
                .containsValue(Action.DELETE);
        assertThat(stage.apply(plan).destroyed()).isEqualTo(2);
        assertThat(stage.addresses())
                .containsExactlyInAnyOrder("terraform_data.a", "terraform_data.alone");
        assertThat(stage.state.outputs()).containsOnlyKeys("a", "c");
    }

    @Test
    void destroysAllButWhatIsExcludedAndWhatThatNeeds() {
        chain();
        stage.apply();
        assertThat(actions(without(Plan.Mode.DESTROY, "terraform_data.b")))
                .containsOnlyKeys("terraform_data.c", "terraform_data.alone");
    }

    @Test
    void destroysWhatNeedsATargetThoughOnlyTheStateKnowsIt() {
        chain();
        stage.apply();
        stage.write("main.tf", "resource \"terraform_data\" \"a\" {}");
        assertThat(actions(targeted(Plan.Mode.DESTROY, "terraform_data.a")))
                .containsOnlyKeys("terraform_data.a", "terraform_data.b", "terraform_data.c");
    }

    @Test
    void evaluatesNothingThatIsNotSelected() {
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "a" {}
                resource "terraform_data" "many" {
                  count = length(terraform_data.a.output)
                  input = this_is_known(1)
                }
                """);
        assertThat(stage.problems()).isNotEmpty();
        assertThat(actions(targeted(Plan.Mode.NORMAL, "terraform_data.a")))
                .containsOnlyKeys("terraform_data.a");
    }

    @Test
    void refreshingOnlyDoesNotMissWhatIsNotThereYet() {
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "a" { input = "x" }
                output "upper" { value = upper(terraform_data.a.output) }
                """);
        stage.apply();
        stage.write(
                "more.tf",
                """
                resource "terraform_data" "b" { input = { x = "x" } }
                output "more" { value = upper(terraform_data.b.output.x) }
                """);
        Plan plan = stage.plan(stage.options().in(Plan.Mode.REFRESH_ONLY));
        assertThat(plan.isApplyable()).isFalse();
        assertThat(stage.apply(plan).hasErrors()).isFalse();
        assertThat(stage.output("upper")).isEqualTo(Value.of("X"));
    }
}
