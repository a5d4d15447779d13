package dev.slipway.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `stack fmt` does what `terraform fmt` does.
final class FmtCommandTest {
    private static final String LONG =
            "a=1\n" + attributes("b", 9) + "locals {\nx=1\n}\n" + attributes("c", 4) + "d=4";

    @TempDir Path home;
    private Session session = new Session(Path.of(""));

    private static String attributes(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> name + number + " = 2\n\n")
                .collect(Collectors.joining());
    }

    @BeforeEach
    void writesFiles() throws IOException {
        session = filled("ours");
    }

    private Session filled(String name) throws IOException {
        Session filled = new Session(Files.createDirectories(home.resolve(name)));
        filled.write("long.tf", LONG);
        filled.write("ok.tf", "locals {\n  x = 1\n}\n");
        filled.write("v.tfvars", "x=1\n");
        filled.write("crlf.tf", "a=1\r\nb=2\r\n");
        filled.write("other.hcl", "x=1\n");
        filled.write(".hidden.tf", "x=1\n");
        filled.write("sub/z.tf", "x=1\n");
        filled.write("t.tftest.hcl", "x=1\n");
        return filled;
    }

    @Test
    void writesWhatIsNotFormattedAndListsIt() throws IOException {
        Session.Outcome outcome = session.run("fmt");

        assertThat(outcome)
                .isEqualTo(
                        new Session.Outcome(0, "crlf.tf\nlong.tf\nt.tftest.hcl\nv.tfvars\n", ""));
        assertThat(session.read("v.tfvars")).isEqualTo("x = 1\n");
        assertThat(session.read("sub/z.tf")).isEqualTo("x=1\n");
        assertThat(session.run("fmt", "-check").exitCode()).isZero();
    }

    @Test
    void writesNothingWhileItChecks() throws IOException {
        assertThat(session.run("fmt", "-check", "v.tfvars").exitCode()).isEqualTo(3);
        assertThat(session.read("v.tfvars")).isEqualTo("x=1\n");
    }

    @Test
    void takesTwoDashesForOne() {
        assertThat(session.run("fmt", "--check", "--recursive", "sub"))
                .isEqualTo(new Session.Outcome(3, "sub/z.tf\n", ""));
    }

    @Test
    void tellsWhereAFileCannotBeRead() throws IOException {
        session.write("bad.tf", "x = {\n");

        Session.Outcome outcome = session.run("fmt", "bad.tf");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("on bad.tf line");
    }

    @Test
    void addsOptionsOfTheEnvironment() {
        session.with("TF_CLI_ARGS_fmt", "-check '-list=false'").with("TF_CLI_ARGS", "-recursive");

        assertThat(session.run("fmt")).isEqualTo(new Session.Outcome(3, "", ""));
    }

    @Test
    void worksInTheFolderOfChdir() {
        assertThat(session.run("-chdir=sub", "fmt").out()).isEqualTo("z.tf\n");
        assertThat(session.run("-chdir=none", "fmt").err()).contains("There is no folder none");
    }

    @Test
    void doesAsTerraform() throws Exception {
        Session.assumeTerraform();
        List<List<String>> calls =
                List.of(
                        List.of("fmt", "-check", "-diff", "-recursive"),
                        List.of("fmt", "-write=false", "-list=false"),
                        List.of("fmt", "-diff", "long.tf", "sub"),
                        List.of("fmt", "-recursive", "-diff=true"),
                        List.of("fmt", "-check"));
        Session theirs = filled("theirs");
        for (List<String> call : calls) {
            String[] words = call.toArray(String[]::new);
            assertThat(session.run(words)).as("%s", call).isEqualTo(theirs.terraform("", words));
        }
        for (String options : List.of("-", "-check -", "-diff -")) {
            String[] words = ("fmt " + options).split(" ");
            for (String input : List.of("x=1\n", "x = 1\n", "x=1", "")) {
                assertThat(session.runWith(input, words))
                        .as("%s of %s", options, input)
                        .isEqualTo(theirs.terraform(input, words));
            }
        }
        assertThat(session.read("long.tf")).isEqualTo(theirs.read("long.tf"));
    }
}
