package dev.slipway.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changing states by hand, beside the real terraform.
final class StateEditCommandsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir Path folder;
    private Session session;

    @BeforeEach
    void apply() throws Exception {
        session = new Session(folder);
        session.write(
                "main.tf",
                """
                resource "terraform_data" "a" {}
                resource "terraform_data" "many" { count = 2 }
                module "m" { source = "./m" }
                """);
        session.write("m/main.tf", "resource \"terraform_data\" \"in\" {}\n");
        assertThat(session.run("init").exitCode()).isZero();
        assertThat(session.run("apply", "-auto-approve").exitCode()).isZero();
    }

    @Test
    void movesAsTerraformDoes() throws Exception {
        Session.assumeTerraform();
        String before = session.read("terraform.tfstate");
        for (List<String> each :
                List.of(
                        List.of("terraform_data.a", "terraform_data.b"),
                        List.of("terraform_data.many", "terraform_data.more"),
                        List.of("terraform_data.many[1]", "terraform_data.one"),
                        List.of("terraform_data.many[0]", "terraform_data.other[\"x\"]"),
                        List.of("terraform_data.a", "terraform_data.a[0]"),
                        List.of("terraform_data.a", "module.n.terraform_data.a"),
                        List.of("module.m", "module.other"))) {
            session.write("terraform.tfstate", before);
            assertThat(session.run("state", "mv", each.get(0), each.get(1)).exitCode())
                    .as(each.toString())
                    .isZero();
            JsonNode ours = resources();
            session.write("terraform.tfstate", before);
            assertThat(session.terraform("", "state", "mv", each.get(0), each.get(1)).exitCode())
                    .isZero();
            assertThat(ours).as(each.toString()).isEqualTo(resources());
        }
    }

    private JsonNode resources() throws Exception {
        return MAPPER.readTree(session.read("terraform.tfstate")).path("resources");
    }

    @Test
    void refusesToMoveOverSomething() throws Exception {
        Session.Outcome outcome =
                session.run("state", "mv", "terraform_data.a", "module.m.terraform_data.in");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("already");
        assertThat(session.run("state", "mv", "terraform_data.none", "terraform_data.x").err())
                .contains("there is no terraform_data.none");
        assertThat(
                        session.run(
                                        "state",
                                        "mv",
                                        "-dry-run",
                                        "terraform_data.a",
                                        "terraform_data.b")
                                .out())
                .contains("Would move \"terraform_data.a\" to \"terraform_data.b\"");
        assertThat(session.run("state", "list").out()).contains("terraform_data.a");
    }

    @Test
    void givesObjectsToAnotherProvider() throws Exception {
        String kept = "terraform.io/builtin/terraform";
        assertThat(
                        session.runWith(
                                        "no\n",
                                        "state",
                                        "replace-provider",
                                        kept,
                                        "example.org/a/b")
                                .out())
                .contains("Nothing was done");
        assertThat(
                        session.run(
                                        "state",
                                        "replace-provider",
                                        "-auto-approve",
                                        kept,
                                        "example.org/a/b")
                                .exitCode())
                .isZero();
        assertThat(session.read("terraform.tfstate"))
                .contains("example.org/a/b")
                .doesNotContain(kept);
    }

    @Test
    void keepsAPushedStateIfItFollows() throws Exception {
        ObjectNode state = (ObjectNode) MAPPER.readTree(session.read("terraform.tfstate"));
        Files.writeString(folder.resolve("older"), state.deepCopy().put("serial", 1).toString());
        assertThat(session.run("state", "push", "older").err()).contains("Older state");
        Files.writeString(folder.resolve("other"), state.deepCopy().put("lineage", "x").toString());
        assertThat(session.run("state", "push", "other").err()).contains("Another state");
        Files.writeString(folder.resolve("newer"), state.deepCopy().put("serial", 99).toString());
        assertThat(session.run("state", "push", "newer").exitCode()).isZero();
        assertThat(session.run("state", "push", "-force", "other").exitCode()).isZero();
        assertThat(session.run("state", "pull").out()).contains("\"lineage\": \"x\"");
    }
}
