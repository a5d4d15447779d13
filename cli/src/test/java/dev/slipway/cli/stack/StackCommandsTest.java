package dev.slipway.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How commands are found and called.
final class StackCommandsTest {
    @TempDir Path home;

    @Test
    void listsAllCommandsIfNoneIsCalled() {
        Session.Outcome outcome = new Session(home).run();

        assertThat(outcome.exitCode()).isZero();
        Commands.ALL.forEach(each -> assertThat(outcome.out()).contains(each.words()));
    }

    @Test
    void showsTheOptionsOfEachCommand() {
        for (Commands.Entry each : Commands.ALL) {
            Session.Outcome outcome = new Session(home).run((each.words() + " -help").split(" "));

            assertThat(outcome.exitCode()).as(each.words()).isZero();
            assertThat(outcome.out()).contains("slipway stack " + each.words());
        }
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        Session.Outcome outcome = new Session(home).run("versoin");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("Did you mean \"version\"?");
    }

    @Test
    void refusesOptionsThatThereAreNot() {
        Session.Outcome outcome = new Session(home).run("version", "-bogus");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("-bogus");
    }

    @Test
    void everyCommandMayBeAskedForNoColours() {
        assertThat(new Session(home).run("metadata", "functions", "-json", "-no-color").exitCode())
                .isZero();
        assertThat(new Session(home).run("taint", "-no-color", "terraform_data.a").err())
                .doesNotContain("Unknown option");
    }

    @Test
    void whatIsWrongIsJsonWhereTheRestIs() throws Exception {
        Session session = new Session(home);
        session.write("main.tf", "resource \"terraform_data\" \"a\" {}");
        session.write("terraform.tfstate", "{");
        Session.Outcome outcome = session.run("plan", "-json");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("\"type\":\"diagnostic\"", "terraform.tfstate")
                .endsWith("}\n");
    }

    @Test
    void tellsVersions() {
        assertThat(new Session(home).run("version", "-json").out())
                .contains("\"terraform_version\": \"1.11.4\"")
                .contains("\"platform\"");
        assertThat(new Session(home).run("-version").out()).contains("Terraform v1.11.4");
    }

    @Test
    void listsFunctions() {
        assertThat(new Session(home).run("metadata", "functions", "-json").out())
                .contains("\"cidrsubnet\"");
        assertThat(new Session(home).run("metadata", "functions").exitCode()).isEqualTo(1);
    }

    @Test
    void dividesWordsAsAShell() {
        assertThat(Arguments.words(" -a  '-b=c d' \"e\\\"f\" g\\ h '' "))
                .containsExactly("-a", "-b=c d", "e\"f", "g h", "");
        assertThatExceptionOfType(MistakeException.class).isThrownBy(() -> Arguments.words("'a"));
    }
}
