package dev.slipway.terraform.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.state.State;
import dev.slipway.state.StateEdits;
import dev.slipway.terraform.config.ConfigLoader;
import dev.slipway.terraform.config.ModuleManifest;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProvisionerTest {
    @TempDir Path folder;
    private Stage stage;
    private final List<String> output = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        stage = new Stage(folder);
        stage.listener =
                event -> {
                    if (event instanceof RunEvent.ProvisionOutput(var _, var _, var line)) {
                        output.add(line);
                    }
                };
    }

    private void local(String settings) {
        stage.write(
                "main.tf",
                "resource \"terraform_data\" \"a\" {\n  provisioner \"local-exec\" {\n"
                        + settings
                        + "\n  }\n}\n");
    }

    private List<Diagnostic> apply() {
        return stage.apply(stage.plan()).diagnostics();
    }

    @Test
    void tellsWhatIsExecutedAndWhatItSays() {
        local(
                """
                command     = "printf 'one\\\\n\\\\n  two \\\\rthree'; echo $A-$B; pwd"
                environment = { A = 1, B = null }
                interpreter = ["/bin/sh", null, "-c"]
                working_dir = "/"
                """);
        assertThat(apply()).isEmpty();
        assertThat(output)
                .containsExactly(
                        "Executing: [\"/bin/sh\" \"-c\" \"printf 'one\\\\n\\\\n  two \\\\rthree';"
                                + " echo $A-$B; pwd\"]",
                        "one",
                        "  two",
                        "three1-",
                        "/");
    }

    @Test
    void saysNothingOfACommandThatShallBeQuietAndNothingAtAllOfASecretOne() {
        local("command = \"echo loud\"\nquiet = true");
        assertThat(apply()).isEmpty();
        assertThat(output)
                .containsExactly("local-exec: Executing: Suppressed by quiet=true", "loud");
        output.clear();
        local("command = \"echo ${sensitive(\"word\")}; exit 4\"");
        stage.state = State.empty("1.11.4", "test");
        assertThat(apply())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.detail()).contains("exit status 4").doesNotContain("word");
                });
        assertThat(output).containsExactly("(output suppressed due to sensitive value in config)");
    }

    @Test
    void anErrorHasTheCommandItsCodeAndItsOutput() {
        local("command = \"echo out; echo err >&2; exit 3\"");
        assertThat(apply())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.summary()).isEqualTo("local-exec provisioner error");
                    assertThat(each.detail())
                            .isEqualTo(
                                    "Error running command 'echo out; echo err >&2; exit 3': exit"
                                            + " status 3. Output: out\nerr");
                });
        local("command = \"true\"\nworking_dir = \"nowhere\"");
        assertThat(apply())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.detail()).contains("nowhere: no such directory"));
    }

    @Test
    void endsTheWholeTreeOfACommand() throws Exception {
        local("command = \"(trap '' TERM; sleep 600; sleep 600) & echo $! > child; wait\"");
        Plan plan = stage.plan();
        Cancellation cancellation = new Cancellation();
        Thread run = Thread.ofVirtual().start(() -> stage.apply(plan, cancellation));
        Path child = folder.resolve("child");
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!Files.exists(child) || Files.readString(child).isBlank()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
        cancellation.ask();
        // It ends with its output, which each program of the tree holds as long as it lives.
        assertThat(run.join(Duration.ofSeconds(40))).isTrue();
    }

    @Test
    void takesNoLeaveOfWhatWasNeverFinished() {
        local("when = destroy\ncommand = \"echo leaving\"");
        stage.apply();
        stage.state =
                StateEdits.withTainted(stage.state, stage.addressOf("terraform_data.a"), true);
        stage.apply();
        assertThat(output).isEmpty();
        assertThat(stage.apply(stage.plan(stage.options().in(Plan.Mode.DESTROY))).diagnostics())
                .isEmpty();
        assertThat(output).endsWith("leaving");
    }

    @Test
    void takesLeaveOfWhatIsRemoved() {
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "a" {
                  count = 2
                  input = "word"
                }
                """);
        stage.apply();
        stage.write(
                "main.tf",
                """
                removed {
                  from = terraform_data.a
                  provisioner "local-exec" {
                    when    = destroy
                    command = "echo ${self.output} ${count.index} >> left"
                    quiet   = true
                  }
                }
                """);
        stage.apply();
        assertThat(folder.resolve("left")).content().contains("word 0").contains("word 1");
    }

    @Test
    void aConnectionIsAsTheResourceSaysButForWhatTheProvisionerSays() {
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "a" {
                  connection {
                    user        = "ada"
                    private_key = "none"
                  }
                  provisioner "remote-exec" {
                    inline = ["true"]
                    connection { host = self.id }
                  }
                }
                """);
        assertThat(apply())
                .singleElement()
                .satisfies(each ->
                        assertThat(each.detail())
                                .isEqualTo("Other machines cannot be reached from here."));
    }

    @Test
    void mistakesAreFoundBeforeAnythingIsMade() {
        stage.write(
                "main.tf",
                """
                resource "terraform_data" "a" {
                  connection {
                    host = "host"
                    prot = 22
                  }
                  provisioner "remote-exec" {
                    inline = ["true"]
                    script = "script"
                  }
                  provisioner "file" { destination = "there" }
                }
                """);
        String[] all = {
            "Unsupported argument",
            "Invalid remote-exec provisioner configuration",
            "Must provide one of 'source' or 'content'"
        };
        assertThat(stage.problems()).containsExactlyInAnyOrder(all);
        assertThat(stage.validate()).containsExactlyInAnyOrder(all);
    }

    @Test
    void whatRunsBeforeDestroyingMayOnlyReferToTheObject() {
        stage.write(
                "main.tf",
                """
                locals { word = "" }
                resource "terraform_data" "a" {
                  for_each = {}
                  connection { host = local.word }
                  provisioner "local-exec" {
                    when    = destroy
                    command = "${self.id} ${each.key} ${path.module}"
                  }
                  provisioner "local-exec" {
                    when    = destroy
                    command = each.value
                    connection { host = self.id }
                  }
                }
                """);
        Diagnostics diagnostics = new Diagnostics();
        new ConfigLoader(folder, new ModuleManifest(Map.of()), diagnostics).load(Map.of());
        assertThat(diagnostics.list())
                .hasSize(2)
                .allSatisfy(each ->
                        assertThat(each.summary())
                                .isEqualTo("Invalid reference from destroy provisioner"));
    }
}
