package dev.slipway.provider.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.value.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real Terraform runs the test provider, which shows that the test provider is a real one.
final class TerraformTest {
    private static final int MINUTES = 2;

    @TempDir Path folder;

    @Test
    void terraformPlansAndAppliesThings() throws IOException, InterruptedException {
        Assumptions.assumeTrue(isInstalled(), "no terraform on the PATH");
        Path objects = Files.createDirectory(folder.resolve("objects"));
        Path program = TestProviderProgram.install(folder.resolve("program"), objects);
        Files.writeString(
                folder.resolve("terraform.rc"),
                """
                provider_installation {
                  dev_overrides { "slipway/slipwaytest" = "%s" }
                  direct {}
                }
                """
                        .formatted(program.getParent()));
        Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
        assertThat(run(true, "apply", "-auto-approve", "-no-color", "-input=false"))
                .contains("3 added, 0 changed, 0 destroyed")
                .contains("shouted = \"HEY\"")
                .contains("found = \"first\"");
        assertThat(new RemoteObjects(objects).all(TestSchema.THING, thing())).hasSize(2);
        assertThat(run(false, "plan", "-no-color", "-input=false", "-detailed-exitcode"))
                .contains("No changes");
    }

    private static final String CONFIGURATION =
            """
            terraform {
              required_providers {
                slipwaytest = { source = "slipway/slipwaytest" }
              }
            }
            resource "slipwaytest_thing" "first" {
              name             = "one"
              note             = "first"
              password         = ephemeral.slipwaytest_token.t.token
              password_version = 1
              anything         = [1, "two", { three = true }]
              settings         = { mode = "fast" }
              endpoints        = [{ host = "a" }, { host = "b", port = 8080 }]
              peers            = [{ name = "p" }]
              routes           = { r = { target = "t" } }
              placement { region = "here" }
              rule {
                action = "allow"
                match { key = "k" }
                match {
                  key   = "l"
                  value = "v"
                }
              }
              rule { action = "deny" }
              member { user = "u" }
              option "o" { value = "x" }
              limits { soft = 1 }
            }
            resource "slipwaytest_thing" "second" {
              name = "two"
              note = slipwaytest_thing.first.fingerprint
            }
            resource "slipwaytest_item" "item" { value = "v" }
            ephemeral "slipwaytest_token" "t" { scope = "s" }
            data "slipwaytest_thing" "found" {
              name       = "one"
              depends_on = [slipwaytest_thing.first]
            }
            output "shouted" { value = provider::slipwaytest::shout("hey") }
            output "found" { value = data.slipwaytest_thing.found.note }
            """;

    private static Type thing() {
        return Objects.requireNonNull(TestSchema.create().resource(TestSchema.THING))
                .block()
                .type();
    }

    private String run(boolean tls, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("terraform"));
        command.addAll(Arrays.asList(arguments));
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("TF_CLI_CONFIG_FILE", folder.resolve("terraform.rc").toString());
        builder.environment().put("CHECKPOINT_DISABLE", "1");
        if (!tls) {
            builder.environment().put("TF_DISABLE_PLUGIN_TLS", "1");
        }
        Process process = builder.start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    private static boolean isInstalled() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(java.io.File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "terraform")));
    }
}
