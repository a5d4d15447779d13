package dev.slipway.ssh;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.terraform.engine.ApplyOutcome;
import dev.slipway.terraform.engine.Cancellation;
import dev.slipway.terraform.engine.PlanOptions;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.folder.FolderRun;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.view.RunText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole configurations over OpenSSH's server, and what terraform makes of the same ones.
final class ProvisionersTest {
    private static final String CONFIGURATION =
            """
            resource "terraform_data" "machine" {
              for_each = { one = "first" }
              input    = "127.0.0.1"
              connection {
                host        = self.output
                port        = 1
                user        = "USER"
                private_key = file("user_ed25519")
                timeout     = "1m"
              }
              provisioner "file" {
                source      = "from"
                destination = "out"
                connection {
                  port = PORT
                }
              }
              provisioner "file" {
                source      = "from/"
                destination = "out"
                connection {
                  port = PORT
                }
              }
              provisioner "file" {
                content     = "for ${each.value}"
                destination = "out/${each.key} file"
                connection {
                  port = PORT
                }
              }
              provisioner "remote-exec" {
                inline = ["echo made ${each.key}", "echo trouble >&2", "printf 'a\\\\n\\\\nb'"]
                connection {
                  port = PORT
                }
              }
              provisioner "remote-exec" {
                scripts = ["first.sh", "second.sh"]
                connection {
                  port        = PORT
                  script_path = "out/script"
                }
              }
              provisioner "remote-exec" {
                when       = destroy
                on_failure = continue
                inline     = ["touch 'out/gone ${self.output} ${each.key}'", "exit 3"]
                connection {
                  port = PORT
                }
              }
              provisioner "remote-exec" {
                inline = [sensitive("echo hidden")]
                connection {
                  port = PORT
                }
              }
              provisioner "remote-exec" {
                inline = ["exit 7"]
                connection {
                  port = PORT
                }
              }
            }
            """;

    @TempDir static Path folder;
    private static @Nullable OpenSsh server;

    @BeforeAll
    static void start() throws Exception {
        server = new OpenSsh(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /// A folder with the configuration whose relative paths on the other machine lie in it too.
    private static Path stage(String name, String configuration) throws IOException {
        Path stage = Files.createDirectory(folder.resolve(name));
        Files.createDirectories(stage.resolve("from/deep"));
        Files.createDirectory(stage.resolve("out"));
        Files.writeString(stage.resolve("from/deep/text"), "content");
        Files.writeString(stage.resolve("first.sh"), "echo first \"$0\"\n");
        Files.writeString(stage.resolve("second.sh"), "#!/bin/sh -e\necho second\n");
        Files.copy(folder.resolve("user_ed25519"), stage.resolve("user_ed25519"));
        Files.writeString(
                stage.resolve("main.tf"),
                configuration
                        .replace("USER", OpenSsh.user())
                        .replace("PORT", Integer.toString(requireNonNull(server).port()))
                        .replace("out/", stage.resolve("out") + "/")
                        .replace("\"out\"", "\"" + stage.resolve("out") + "\""));
        return stage;
    }

    private static ApplyOutcome apply(Path stage, boolean destroy, List<String> lines) {
        WorkingFolder.Places places =
                new WorkingFolder.Places(
                        stage,
                        stage.resolve(".terraform"),
                        stage,
                        stage.resolve("cache"),
                        "default");
        RunListener listener = new RunText(lines::add, false);
        try (WorkingFolder working =
                        WorkingFolder.open(
                                places,
                                Map.of(),
                                Map.of(),
                                new SshHosts(Map.of()),
                                Clock.systemUTC());
                FolderRun run =
                        FolderRun.begin(
                                working,
                                List.of(),
                                new Diagnostics(),
                                new LockRequest("apply", "test", ""),
                                Duration.ofSeconds(5))) {
            PlanOptions options = PlanOptions.normal(run.variables(), Instant.now());
            Plan plan =
                    requireNonNull(
                            run.plan(destroy ? options.in(Plan.Mode.DESTROY) : options, listener)
                                    .plan());
            return run.apply(plan, 4, listener, new Cancellation());
        }
    }

    private static List<String> terraform(Path stage, String... arguments) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                                Stream.concat(
                                                Stream.of(OpenSsh.program("terraform")),
                                                Stream.of(arguments))
                                        .toList())
                        .directory(stage.toFile())
                        .redirectErrorStream(true);
        builder.environment().remove("SSH_AUTH_SOCK");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.lines().toList();
    }

    private static Map<String, String> files(Path stage) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path out = stage.resolve("out");
        try (Stream<Path> found = Files.walk(out)) {
            for (Path each : found.toList()) {
                files.put(
                        out.relativize(each).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(each))
                                + (Files.isDirectory(each) ? "" : " " + Files.readString(each)));
            }
        }
        return files;
    }

    /// What provisioners say, without what differs on purpose or each time.
    private static List<String> said(List<String> lines, Path stage) {
        return lines.stream()
                .filter(each -> each.contains("-exec)") || each.contains("Provisioning with"))
                .map(each -> each.replace(stage.toString(), "STAGE"))
                .distinct()
                .toList();
    }

    @Test
    void doesWhatTerraformDoes() throws Exception {
        OpenSsh.program("terraform");
        Path ours = stage("ours", CONFIGURATION);
        Path theirs = stage("theirs", CONFIGURATION);
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        ApplyOutcome outcome = apply(ours, false, lines);
        terraform(theirs, "init", "-no-color");
        List<String> told = terraform(theirs, "apply", "-auto-approve", "-no-color");
        assertThat(said(lines, ours)).isEqualTo(said(told, theirs));
        assertThat(outcome.diagnostics())
                .singleElement()
                .satisfies(each ->
                        assertThat(each.detail())
                                .startsWith("error executing \"/tmp/terraform_")
                                .endsWith("\": Process exited with status 7"));
        assertThat(String.join(" ", told)).contains("Process exited with status 7");
        Map<String, String> left = files(theirs);
        // Terraform leaves its scripts behind, emptied.
        assertThat(left.remove("script")).isEqualTo("rwxrwxrwx ");
        assertThat(files(ours)).isEqualTo(left).containsKeys("from/deep/text", "one file");
    }

    @Test
    void whatIsDestroyedIsTakenLeaveOf() throws Exception {
        String good = CONFIGURATION.replace("exit 7", "exit 0");
        Path stage = stage("leaving", good);
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        assertThat(apply(stage, false, lines).diagnostics()).isEmpty();
        assertThat(files(stage)).doesNotContainKey("gone 127.0.0.1 one");
        ApplyOutcome outcome = apply(stage, true, lines);
        assertThat(outcome.hasErrors()).isFalse();
        assertThat(outcome.diagnostics())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.detail()).endsWith("Process exited with status 3"));
        assertThat(outcome.state().isEmpty()).isTrue();
        assertThat(files(stage)).containsKey("gone 127.0.0.1 one");
    }
}
