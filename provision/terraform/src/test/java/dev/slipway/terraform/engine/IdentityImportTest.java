package dev.slipway.terraform.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.state.ObjectState;
import dev.slipway.state.State;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ResourceChange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `import` blocks that name what they take over by its identity, as Terraform has it since 1.12.
final class IdentityImportTest {
    private static final String ADDRESS = "slipwaytest_thing.t";

    @TempDir Path folder;
    private Stage stage;

    @BeforeEach
    void makeSomethingToImport() {
        stage = new Stage(folder).withTestProvider();
        stage.write("main.tf", "resource \"slipwaytest_thing\" \"made\" {\n  name = \"one\"\n}\n");
        stage.apply();
        stage.state = State.empty("1.11.4", "test");
    }

    private void importBy(String identity) {
        stage.write(
                "main.tf",
                """
                import {
                  to       = slipwaytest_thing.t
                  identity = %s
                }
                resource "slipwaytest_thing" "t" { name = "one" }
                """
                        .formatted(identity));
    }

    private List<String> details() {
        return stage.outcome(stage.options()).diagnostics().stream()
                .map(Diagnostic::detail)
                .toList();
    }

    @Test
    void takeOverAndKeepTheIdentity() {
        importBy("{ name = \"one\" }");
        ResourceChange change = Stage.change(stage.plan(), ADDRESS);
        assertThat(change.action()).isEqualTo(Action.NOOP);
        assertThat(requireNonNull(change.details().importing()).text())
                .isEqualTo("{\"name\":\"one\"}");
        stage.apply();
        ObjectState.Identity identity = requireNonNull(stage.object(ADDRESS).identity());
        assertThat(identity.schemaVersion()).isEqualTo(1);
        assertThat(new String(identity.json().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"name\":\"one\"}");
    }

    @Test
    void sayWhatIsWrongWithTheIdentity() {
        importBy("{ nam = \"one\" }");
        assertThat(details())
                .containsExactly(
                        "There is no attribute \"nam\". Did you mean \"name\"? The identity of"
                                + " slipwaytest_thing is made of name.");
        importBy("{}");
        assertThat(details())
                .containsExactly(
                        "The attribute \"name\" is missing. The identity of slipwaytest_thing is"
                                + " made of name.");
        importBy("{ name = \"none\" }");
        assertThat(stage.problems()).containsExactly("No such object");
        importBy("[1]");
        assertThat(stage.problems()).containsExactly("Invalid import identity");
        stage.write(
                "main.tf",
                """
                import {
                  to       = terraform_data.t
                  identity = { name = "x" }
                }
                resource "terraform_data" "t" {}
                """);
        assertThat(details())
                .containsExactly(
                        "Resources of type terraform_data have no identity: import by id.");
    }
}
