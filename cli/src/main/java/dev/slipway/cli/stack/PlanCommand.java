package dev.slipway.cli.stack;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.terraform.engine.PlanOptions;
import dev.slipway.terraform.engine.PlanOutcome;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.FolderRun;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.saved.SavedPlanFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `stack plan`: shows what applying would do.
@Command(description = "Show what applying would do.")
final class PlanCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin private RunOptions options = new RunOptions();

    @Option(
            names = "-detailed-exitcode",
            description = "End with 2 if there is something to do, 0 if not.")
    private boolean detailedExitCode;

    @Option(names = "-out", description = "Keep the plan in this file, to be applied later.")
    private String out = "";

    @Option(
            names = "-generate-config-out",
            description = "Write configuration for what is imported and not declared to this file.")
    private String generated = "";

    PlanCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        try (WorkingFolder folder = Folders.open(shell)) {
            RunView view = new RunView(shell, options, folder.providers());
            Diagnostics warnings = new Diagnostics();
            try (FolderRun run =
                    FolderRun.begin(
                            folder,
                            options.given(),
                            warnings,
                            new LockRequest("OperationTypePlan", Folders.who(), ""),
                            options.lockWait())) {
                PlanOptions wanted = options.plan(run.variables(), folder.workspace(), now());
                PlanOutcome outcome =
                        generated.isEmpty()
                                ? run.plan(wanted, view)
                                : run.planGenerating(
                                        shell.folder().resolve(generated), wanted, view);
                view.diagnostics(warnings.list());
                int status = show(outcome, view);
                if (!out.isEmpty() && outcome.plan() != null) {
                    save(
                            folder.planSealing()
                                    .seal(SavedPlanFile.write(run.saved(outcome.plan()))),
                            status == 1);
                }
                return status;
            } catch (FolderException e) {
                view.diagnostics(e.diagnostics());
                return 1;
            }
        }
    }

    /// Plans have values in them that are secret.
    private void save(byte[] plan, boolean errored) throws IOException {
        Path file = shell.folder().resolve(out);
        PrivateFile.write(file, plan);
        if (!options.json()) {
            shell.out()
                    .println(
                            errored
                                    ? "\nThe plan has errors, but was saved to look at: " + out
                                    : "\nSaved the plan to: "
                                            + out
                                            + "\n\nTo do exactly this:\n    slipway stack apply \""
                                            + out
                                            + "\"");
        }
    }

    static Instant now() {
        return InstantSource.system().instant();
    }

    private int show(PlanOutcome outcome, RunView view) throws IOException {
        Plan plan = outcome.plan();
        if (plan != null) {
            view.plan(plan);
        }
        view.diagnostics(outcome.diagnostics());
        if (plan == null || outcome.hasErrors()) {
            return 1;
        }
        return detailedExitCode && plan.isApplyable() ? 2 : 0;
    }
}
