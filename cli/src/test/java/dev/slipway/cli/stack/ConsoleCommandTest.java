package dev.slipway.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `console` and `graph` in a folder with a state.
final class ConsoleCommandTest {
    @TempDir Path folder;
    private Session session;

    @BeforeEach
    void apply() throws Exception {
        session = new Session(folder);
        session.write(
                "main.tf",
                """
                variable "size" {
                  type    = number
                  default = 2
                }
                resource "terraform_data" "a" {
                  count = var.size
                  input = count.index
                }
                resource "terraform_data" "b" { input = terraform_data.a[0].output }
                """);
        assertThat(session.run("apply", "-auto-approve").exitCode()).isZero();
        session.write("later.tf", "resource \"terraform_data\" \"later\" { count = 2 }");
    }

    @Test
    void evaluatesAgainstTheState() {
        assertThat(session.runWith("terraform_data.a[1].output + var.size\n", "console").out())
                .isEqualTo("3\n");
        assertThat(session.runWith("{\n  a = upper(\"x\")\n}\n", "console").out())
                .isEqualTo("{\n  \"a\" = \"X\"\n}\n");
        assertThat(session.runWith("1\n2\n", "console").out()).isEqualTo("2\n");
        assertThat(session.runWith("type([1])\n", "console").out()).contains("tuple([");
        assertThat(session.runWith("var.size\n", "console", "-var", "size=5").out())
                .isEqualTo("5\n");
    }

    @Test
    void tellsWhatIsWrong() {
        Session.Outcome outcome = session.runWith("var.none\n", "console");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("undeclared input variable", "console-input");
    }

    @Test
    void answersAsTerraformDoes() throws Exception {
        Session.assumeTerraform();
        for (String each :
                new String[] {
                    "terraform_data.a[*].output",
                    "type({ a = 1, b = [true] })",
                    "terraform_data.b",
                    "terraform_data.later",
                    "type(terraform_data.later[0])",
                    "\"a\\nb\"",
                    "[for x in [1, 2] : { x = x }]"
                }) {
            assertThat(session.runWith(each + "\n", "console").out())
                    .as(each)
                    .isEqualTo(session.terraform(each + "\n", "console").out());
        }
    }

    @Test
    void drawsWhatNeedsWhat() throws Exception {
        String drawn = session.run("graph").out();
        assertThat(drawn).contains("\"terraform_data.b\" -> \"terraform_data.a\";");
        Session.assumeTerraform();
        assertThat(drawn).isEqualTo(session.terraform("", "graph").out());
    }
}
