package dev.slipway.terraform.json;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.provider.testing.TestProvider;
import dev.slipway.provider.testing.TestProviderProgram;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.terraform.engine.Cancellation;
import dev.slipway.terraform.engine.PlanOptions;
import dev.slipway.terraform.engine.PlanOutcome;
import dev.slipway.terraform.event.RunListener;
import dev.slipway.terraform.folder.FolderRun;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.remote.RemoteHosts;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.view.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;

/// A folder in which the real Terraform and this engine work by turns, with the same test provider
/// and the same state. Belongs to one test.
final class BothSides {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final Path temporary;
    private final Path work;
    private final Path programs;
    private final Path settings;

    BothSides(Path temporary) throws IOException {
        this.temporary = temporary;
        this.work = Files.createDirectory(temporary.resolve("work"));
        this.programs = temporary.resolve("programs");
        this.settings = temporary.resolve("terraform.rc");
        Path objects = Files.createDirectory(temporary.resolve("objects"));
        TestProviderProgram.install(programs, objects);
        Files.writeString(
                settings,
                """
                provider_installation {
                  dev_overrides { "slipway/slipwaytest" = "%s" }
                  filesystem_mirror { path = "%s" }
                }
                """
                        .formatted(programs, temporary.resolve("none")));
        write(
                "versions.tf",
                """
                terraform {
                  required_providers {
                    slipwaytest = { source = "slipway/slipwaytest" }
                  }
                }
                """);
    }

    BothSides write(String name, String text) throws IOException {
        Path file = work.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /// Changes the remote objects of a type as others might.
    void changeObject(String type, String from, String to) throws IOException {
        try (var files = Files.list(temporary.resolve("objects"))) {
            for (Path each : files.toList()) {
                if (each.getFileName().toString().startsWith(type + ".")) {
                    Files.writeString(each, Files.readString(each).replace(from, to));
                }
            }
        }
    }

    /// What Terraform prints; the test is skipped without it.
    String terraform(String... arguments) throws IOException, InterruptedException {
        var printed = TerraformCommand.run(work, settings, arguments);
        Assumptions.assumeTrue(printed.isPresent(), "terraform is not installed");
        return printed.orElseThrow();
    }

    /// The plan as Terraform has it in JSON.
    JsonNode terraformPlan(String... options) throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("plan", "-input=false", "-no-color", "-out=plan"));
        arguments.addAll(List.of(options));
        String said = terraform(arguments.toArray(String[]::new));
        assertThat(work.resolve("plan")).as(said).exists();
        return Golden.MAPPER.readTree(terraform("show", "-json", "plan"));
    }

    /// The plan as this engine has it in JSON.
    JsonNode plan(UnaryOperator<PlanOptions> change) throws IOException {
        try (WorkingFolder folder = open();
                FolderRun run = begin(folder)) {
            PlanOutcome outcome = outcome(run, change);
            assertThat(outcome.diagnostics())
                    .filteredOn(each -> each.severity() == Diagnostic.Severity.ERROR)
                    .isEmpty();
            return json(folder, run, requireNonNull(outcome.plan()));
        }
    }

    JsonNode plan() throws IOException {
        return plan(UnaryOperator.identity());
    }

    private static JsonNode json(WorkingFolder folder, FolderRun run, Plan plan)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PlanJson(Schemas.of(folder.providers()), WorkingFolder.TERRAFORM_VERSION)
                .write(plan, run.config(), out);
        return Golden.MAPPER.readTree(out.toByteArray());
    }

    /// What is said of a plan that has errors.
    List<Diagnostic> problems() {
        try (WorkingFolder folder = open();
                FolderRun run = begin(folder)) {
            return outcome(run, UnaryOperator.identity()).diagnostics();
        }
    }

    void apply() {
        try (WorkingFolder folder = open();
                FolderRun run = begin(folder)) {
            PlanOutcome outcome = outcome(run, UnaryOperator.identity());
            assertThat(outcome.diagnostics()).isEmpty();
            assertThat(
                            run.apply(
                                            requireNonNull(outcome.plan()),
                                            10,
                                            RunListener.NONE,
                                            new Cancellation())
                                    .diagnostics())
                    .isEmpty();
        }
    }

    private static PlanOutcome outcome(FolderRun run, UnaryOperator<PlanOptions> change) {
        PlanOptions options = change.apply(PlanOptions.normal(run.variables(), NOW));
        return run.plan(options, RunListener.NONE);
    }

    private WorkingFolder open() {
        return WorkingFolder.open(
                new WorkingFolder.Places(
                        work,
                        work.resolve(".terraform"),
                        work,
                        temporary.resolve("cache"),
                        "default"),
                Map.of("HOME", temporary.toString()),
                Map.of(TestProvider.SOURCE, programs),
                RemoteHosts.NONE,
                Clock.systemUTC());
    }

    private static FolderRun begin(WorkingFolder folder) {
        return FolderRun.begin(
                folder,
                List.of(),
                new Diagnostics(),
                new LockRequest("test", "me", ""),
                Duration.ofSeconds(10));
    }
}
