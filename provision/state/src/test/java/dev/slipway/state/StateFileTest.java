package dev.slipway.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.state.address.Addresses;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFileTest {
    private static final String CONFIGURATION =
            """
            variable "secret" {
              default   = "s"
              sensitive = true
            }
            resource "terraform_data" "a" {
              count = 2
              input = { list = [1, 0.5, 123456789012345678901234567890], text = "<&>\\u2028 é \\" \\\\ \\t" }
            }
            resource "terraform_data" "b" {
              for_each         = { "x.y" = 1, "z" = 2 }
              input            = { open = each.value, hidden = var.secret, deep = [{ s = var.secret }] }
              triggers_replace = terraform_data.a[0].id
            }
            resource "terraform_data" "first" {
              lifecycle { create_before_destroy = true }
            }
            module "m" {
              source = "./m"
              count  = 2
            }
            output "o" { value = { n = 1, l = ["a", 2, true, null], e = {}, el = [] } }
            output "s" {
              value     = var.secret
              sensitive = true
            }
            check "good" {
              assert {
                condition     = terraform_data.a[0].output != null
                error_message = "bad"
              }
            }
            """;

    @TempDir Path folder;

    @Test
    void writesWhatTerraformWroteByteForByte() throws Exception {
        byte[] file = terraformState();
        State state = StateFile.read(file, "terraform.tfstate");
        assertThat(state.instance(Addresses.instance("module.m[1].terraform_data.it"))).isNotNull();
        assertThat(
                        requireNonNull(
                                        state.instance(
                                                Addresses.instance("terraform_data.b[\"x.y\"]")))
                                .current())
                .satisfies(object ->
                        assertThat(object.sensitive())
                                .extracting(Object::toString)
                                .containsExactlyInAnyOrder(".input.deep[0].s", ".input.hidden"));
        assertThat(new String(StateFile.write(state), UTF_8)).isEqualTo(new String(file, UTF_8));
    }

    @Test
    void damagedFilesAreRefusedWithAMessage() throws Exception {
        byte[] file = terraformState();
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            byte[] damaged = file.clone();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) (32 + random.nextInt(90));
            }
            try {
                StateFile.read(damaged, "place");
            } catch (StateException e) {
                assertThat(e).hasMessageStartingWith("place");
            }
        }
    }

    @Test
    void saysWhatAFileIsThatIsNoState() {
        assertThatThrownBy(() -> read("")).hasMessage("p: the file is empty (expected: a state)");
        assertThatThrownBy(() -> read("x"))
                .hasMessageStartingWith("p: no state, since it is no JSON");
        assertThatThrownBy(() -> read("[]")).hasMessageContaining("no object");
        assertThatThrownBy(() -> read("{\"serial\": 1}")).hasMessageContaining("no version");
        assertThatThrownBy(() -> read("{\"version\": 5}"))
                .hasMessageContaining("version 5 (expected: 4); a newer tool wrote it");
        assertThatThrownBy(() -> read("{\"version\": 0}")).hasMessageContaining("version 0");
    }

    private static State read(String text) {
        return StateFile.read(text.getBytes(UTF_8), "p");
    }

    private byte[] terraformState() throws Exception {
        Assumptions.assumeTrue(isOnPath(), "terraform is not on the path");
        Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
        Files.createDirectories(folder.resolve("m"));
        Files.writeString(folder.resolve("m/main.tf"), "resource \"terraform_data\" \"it\" {}\n");
        terraform("init");
        terraform("apply", "-auto-approve");
        terraform("taint", "terraform_data.a[1]");
        return Files.readAllBytes(folder.resolve("terraform.tfstate"));
    }

    private void terraform(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("terraform"));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("CHECKPOINT_DISABLE", "1");
        builder.environment().remove("TF_CLI_CONFIG_FILE");
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }

    private static boolean isOnPath() {
        for (String each : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(each, "terraform"))) {
                return true;
            }
        }
        return false;
    }
}
