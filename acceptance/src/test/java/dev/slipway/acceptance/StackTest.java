package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `slipway stack` in a folder, as somebody uses it who comes from Terraform.
final class StackTest {
    /// The second object waits until a file is there, the third needs it.
    private static final String SLOW =
            """
            resource "terraform_data" "first" { input = 1 }
            resource "terraform_data" "second" {
              input = terraform_data.first.id
              provisioner "local-exec" {
                command = "touch begun; while [ ! -f go ]; do sleep 0.05; done"
              }
            }
            resource "terraform_data" "third" { input = terraform_data.second.id }
            """;

    @TempDir Path folder;
    private Path work;

    @BeforeEach
    void makeFolder() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
    }

    @Test
    void eachEngineFindsNothingToDoAfterTheOther() throws Exception {
        write(
                "main.tf",
                """
                variable "names" {
                  type    = set(string)
                  default = ["a", "b"]
                }
                resource "terraform_data" "each" {
                  for_each = var.names
                  input    = { name = each.key, secret = sensitive("s") }
                }
                module "inner" {
                  source = "./inner"
                  count  = 2
                  size   = length(terraform_data.each) + count.index
                }
                output "sizes" { value = module.inner[*].size }
                """);
        write(
                "inner/main.tf",
                """
                variable "size" { type = number }
                resource "terraform_data" "it" { triggers_replace = var.size }
                output "size" { value = terraform_data.it.triggers_replace }
                """);
        assertThat(stack("plan", "-detailed-exitcode").exitCode()).isEqualTo(2);
        assertThat(stack("apply", "-auto-approve").succeeded().output())
                .contains("Resources: 4 added, 0 changed, 0 destroyed");
        assertThat(stack("plan", "-detailed-exitcode").succeeded().output()).contains("No changes");
        assertThat(stack("output", "-json").succeeded().output()).contains("\"sizes\"");

        Assumptions.assumeTrue(isOnPath("terraform"), "terraform is not on the path");
        terraform("init").succeeded();
        terraform("plan", "-detailed-exitcode").succeeded();
        terraform("apply", "-auto-approve", "-var", "names=[\"b\",\"c\"]").succeeded();
        stack("plan", "-detailed-exitcode", "-var", "names=[\"b\",\"c\"]").succeeded();
        assertThat(stack("destroy", "-auto-approve", "-var=names=[]").succeeded().output())
                .contains("4 destroyed");
        assertThat(terraform("state", "list").succeeded().output().strip()).isEmpty();
    }

    @Test
    void aKillLosesNothingThatWasCompleted() throws Exception {
        write("main.tf", SLOW);
        Process running = start("apply", "-auto-approve");
        Slipway.await(() -> Files.exists(work.resolve("begun")), "the second has not begun");
        ProcessHandle java = running.toHandle();
        java.destroyForcibly();
        running.waitFor();
        write("go", "");
        assertThat(stack("state", "list").succeeded().output())
                .contains("terraform_data.first", "terraform_data.second")
                .doesNotContain("terraform_data.third");
        assertThat(stack("apply", "-auto-approve").succeeded().output())
                .doesNotContain("terraform_data.first: Creating");
        stack("plan", "-detailed-exitcode").succeeded();
    }

    @Test
    void anInterruptCompletesWhatIsUnderWay() throws Exception {
        write("main.tf", SLOW);
        Process running = start("apply", "-auto-approve");
        Slipway.await(() -> Files.exists(work.resolve("begun")), "the second has not begun");
        new ProcessBuilder("kill", "-INT", Long.toString(running.pid())).start().waitFor();
        Slipway.await(() -> log().contains("Ending:"), () -> "not told: " + log());
        write("go", "");
        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(running.exitValue()).as(log()).isEqualTo(1);
        assertThat(stack("state", "list").succeeded().output())
                .contains("terraform_data.first", "terraform_data.second")
                .doesNotContain("terraform_data.third");
    }

    @Test
    void aSecondInterruptEndsAtOnceAndLosesNothing() throws Exception {
        write("main.tf", SLOW.replace("touch begun", "trap '' TERM; touch begun"));
        Process running = start("apply", "-auto-approve");
        Slipway.await(() -> Files.exists(work.resolve("begun")), "the second has not begun");
        String pid = Long.toString(running.pid());
        new ProcessBuilder("kill", "-INT", pid).start().waitFor();
        Slipway.await(() -> log().contains("Ending:"), () -> "not told: " + log());
        new ProcessBuilder("kill", "-INT", pid).start().waitFor();
        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(running.exitValue()).as(log()).isEqualTo(130);
        write("go", "");
        assertThat(stack("state", "list").succeeded().output())
                .contains("terraform_data.first", "terraform_data.second")
                .doesNotContain("terraform_data.third");
        assertThat(stack("apply", "-auto-approve").succeeded().output())
                .doesNotContain("terraform_data.first: Creating");
        stack("plan", "-detailed-exitcode").succeeded();
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertThat(stack("plan").output()).contains("No configuration files");
        write("main.tf", "variable \"size\" { type = number }\n");
        Slipway.Outcome missing = stack("plan");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.output())
                .contains("No value for required variable", "on main.tf line 1");
        write("terraform.tfstate", "{\"version\": 4, \"serial\": }");
        assertThat(stack("plan", "-var", "size=1").output())
                .contains("terraform.tfstate: no state, since it is no JSON");
        write("terraform.tfstate", "{\"version\": 5}");
        assertThat(stack("plan", "-var", "size=1").output()).contains("version 5 (expected: 4)");
    }

    @Test
    void aLockOfTerraformKeepsUsOut() throws Exception {
        Assumptions.assumeTrue(isOnPath("terraform"), "terraform is not on the path");
        write("main.tf", SLOW);
        terraform("init").succeeded();
        Process running =
                builder(List.of("terraform", "apply", "-auto-approve"))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log.txt").toFile())
                        .start();
        Slipway.await(() -> Files.exists(work.resolve("begun")), () -> "not begun: " + log());
        Slipway.Outcome locked = stack("plan");
        write("go", "");
        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(locked.exitCode()).isEqualTo(1);
        assertThat(locked.output()).contains("is locked by", "OperationTypeApply");
        stack("plan", "-detailed-exitcode").succeeded();
    }

    @Test
    void bothEnginesUseOneStateInACluster() throws Exception {
        write(
                "main.tf",
                """
                terraform {
                  backend "kubernetes" {
                    secret_suffix = "shop"
                    config_path   = "KUBECONFIG"
                    labels        = { team = "shop" }
                  }
                }
                variable "size" {
                  type    = number
                  default = 1
                }
                resource "terraform_data" "many" {
                  count = var.size
                  input = join("", [for i in range(1000) : sha512("${count.index}-${i}")])
                }
                """
                        .replace("KUBECONFIG", folder.resolve("home/kubeconfig").toString()));
        try (Slipway server = new Slipway(Files.createDirectory(folder.resolve("home")))) {
            server.started();
            stack("init").succeeded();
            assertThat(stack("apply", "-auto-approve", "-var=size=10").succeeded().output())
                    .contains("Resources: 10 added");
            assertThat(server.kubectl("get", "secrets", "--no-headers").output())
                    .contains("tfstate-default-shop ", "tfstate-default-shop-part-1 ");
            stack("workspace", "new", "other").succeeded();
            stack("workspace", "select", "default").succeeded();
            Assumptions.assumeTrue(isOnPath("terraform"), "terraform is not on the path");
            terraform("plan", "-detailed-exitcode", "-var=size=10").succeeded();
            terraform("apply", "-auto-approve").succeeded();
            assertThat(terraform("workspace", "list").succeeded().output()).contains("other");
            stack("plan", "-detailed-exitcode").succeeded();
            stack("destroy", "-auto-approve").succeeded();
            assertThat(terraform("state", "list").succeeded().output().strip()).isEmpty();
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = work.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String log() throws IOException {
        Path file = folder.resolve("log.txt");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private Slipway.Outcome stack(String... arguments) throws Exception {
        return run(command(arguments));
    }

    private Slipway.Outcome terraform(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("terraform"));
        words.addAll(List.of(arguments));
        return run(words);
    }

    private static List<String> command(String... arguments) {
        List<String> words =
                new ArrayList<>(List.of(Slipway.root().resolve("slipway").toString(), "stack"));
        words.addAll(List.of(arguments));
        return words;
    }

    private Process start(String... arguments) throws IOException {
        return builder(command(arguments))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile())
                .start();
    }

    private Slipway.Outcome run(List<String> words) throws Exception {
        Path output = folder.resolve("output.txt");
        Process process =
                builder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        // Messages are wrapped; here each is on one line.
        String text = Files.readString(output).replaceAll("\\s*\n│ ?", " ");
        return new Slipway.Outcome(process.exitValue(), text);
    }

    private ProcessBuilder builder(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(work.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("SLIPWAY_NO_BUILD", "1");
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        environment.put("CHECKPOINT_DISABLE", "1");
        environment.put("TF_IN_AUTOMATION", "1");
        environment.keySet().removeIf(name -> name.startsWith("TF_CLI_"));
        return builder;
    }

    private static boolean isOnPath(String program) {
        for (String each : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(each, program))) {
                return true;
            }
        }
        return false;
    }
}
