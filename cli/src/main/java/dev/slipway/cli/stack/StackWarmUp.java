package dev.slipway.cli.stack;

import dev.slipway.provider.process.WarmUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// Uses the commands a little: what the JVM sees here it remembers for later starts. Stateless.
public final class StackWarmUp {
    private StackWarmUp() {}

    /// Leaves everything it makes in a folder.
    public static void run(Path home) throws IOException {
        String chdir = "-chdir=" + configuration(home);
        command(chdir, "init");
        command(chdir, "validate");
        command(chdir, "apply", "-auto-approve");
        command(chdir, "plan", "-var=size=2", "-out=plan");
        command(chdir, "show", "-json", "plan");
        command(chdir, "output", "-json");
        command(chdir, "state", "list");
        WarmUp.run(InstantSource.system().instant());
    }

    private static void command(String... words) {
        StackCommands.run(List.of(words));
    }

    private static Path configuration(Path home) throws IOException {
        Path folder = Files.createDirectory(home.resolve("stack"));
        Files.writeString(
                folder.resolve("main.tf"),
                """
                variable "size" {
                  type    = number
                  default = 1
                }
                locals {
                  names = { for i in range(var.size) : "n${i}" => upper("x${i}") }
                }
                resource "terraform_data" "each" {
                  for_each = local.names
                  input    = { name = each.key, all = [for i in range(3) : i * 2] }
                }
                module "inner" {
                  source = "./inner"
                  size   = length(terraform_data.each)
                }
                output "it" { value = module.inner.it }
                """);
        Files.createDirectories(folder.resolve("inner"));
        Files.writeString(
                folder.resolve("inner/main.tf"),
                """
                variable "size" { type = number }
                resource "terraform_data" "it" { count = 2 }
                output "it" { value = [for each in terraform_data.it : "${each.id}-${var.size}"] }
                """);
        return folder;
    }
}
