package dev.slipway.cli.stack;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.terraform.engine.ApplyOutcome;
import dev.slipway.terraform.engine.Cancellation;
import dev.slipway.terraform.engine.PlanOutcome;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.FolderRun;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.saved.SavedPlan;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `stack apply`, `stack destroy` and `stack refresh`: plans, asks, and carries it out.
@Command(description = "Plan, ask, and carry it out.")
final class ApplyCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin private RunOptions options = new RunOptions();

    @Option(names = "-auto-approve", description = "Do not ask.")
    private boolean approved;

    @Parameters(arity = "0..1", description = "A plan that was saved with plan -out.")
    private String planFile = "";

    private ApplyCommand(Shell shell) {
        this.shell = shell;
    }

    static ApplyCommand apply(Shell shell) {
        return new ApplyCommand(shell);
    }

    static ApplyCommand destroy(Shell shell) {
        ApplyCommand command = new ApplyCommand(shell);
        command.options.destroyEverything();
        return command;
    }

    static ApplyCommand refresh(Shell shell) {
        ApplyCommand command = new ApplyCommand(shell);
        command.options.onlyRefresh();
        command.approved = true;
        return command;
    }

    @Override
    public Integer call() throws IOException {
        if (options.lockWait() == null) {
            throw new MistakeException(
                    "Lock required",
                    "What changes a state locks it; -lock=false is for plans only.");
        }
        if (!planFile.isEmpty()) {
            return applySaved();
        }
        try (WorkingFolder folder = Folders.open(shell)) {
            RunView view = new RunView(shell, options, folder.providers());
            Diagnostics warnings = new Diagnostics();
            try (FolderRun run =
                    FolderRun.begin(
                            folder,
                            options.given(),
                            warnings,
                            new LockRequest("OperationTypeApply", Folders.who(), ""),
                            options.lockWait())) {
                view.diagnostics(warnings.list());
                return run(folder, run, view);
            } catch (FolderException e) {
                view.diagnostics(e.diagnostics());
                return 1;
            }
        }
    }

    /// What can only be planned when others are there comes in further rounds.
    private int run(WorkingFolder folder, FolderRun run, RunView view) throws IOException {
        while (true) {
            Plan plan = planned(folder, run, view);
            if (plan == null) {
                return 1;
            }
            if (plan.isApplyable() && !approved && !isApproved(plan)) {
                shell.out().println("\nNothing was done.");
                return 1;
            }
            int status = carryOut(plan, run, view);
            if (status != 0 || plan.deferred().isEmpty()) {
                return status;
            }
            if (!options.json()) {
                shell.out().println("\nThe next round:");
            }
        }
    }

    /// Null, having told why, if there is none that can be carried out.
    private @Nullable Plan planned(WorkingFolder folder, FolderRun run, RunView view)
            throws IOException {
        PlanOutcome outcome =
                run.plan(
                        options.plan(run.variables(), folder.workspace(), PlanCommand.now()), view);
        Plan plan = outcome.plan();
        boolean usable = plan != null && !outcome.hasErrors();
        if (plan != null && (!approved || !usable || options.json() || plan.isApplyable())) {
            view.plan(plan);
        }
        view.diagnostics(outcome.diagnostics());
        return usable ? plan : null;
    }

    /// A saved plan is what was approved, and says itself what it is about.
    private int applySaved() throws IOException {
        SavedPlan saved = PlanFiles.read(shell, planFile);
        boolean names = !options.given().isEmpty();
        if (options.plans() || (names && saved.plan().inputs().ephemeralVariables().isEmpty())) {
            throw new MistakeException(
                    "Options do not fit a saved plan",
                    "Variables, targets and the like were given when "
                            + planFile
                            + " was made. Plan again to have others.");
        }
        Shell at = shell.with("TF_WORKSPACE", saved.plan().inputs().workspace());
        try (WorkingFolder folder = Folders.open(at)) {
            RunView view = new RunView(shell, options, folder.providers());
            try (FolderRun run =
                    FolderRun.resume(
                            folder,
                            saved,
                            options.given(),
                            new LockRequest("OperationTypeApply", Folders.who(), ""),
                            requireNonNull(options.lockWait()))) {
                int status = carryOut(saved.plan(), run, view);
                if (status == 0 && !saved.plan().deferred().isEmpty() && !options.json()) {
                    shell.out()
                            .println(
                                    "\n"
                                            + saved.plan().deferred().size()
                                            + " more can be planned now: plan again.");
                }
                return status;
            } catch (FolderException e) {
                view.diagnostics(e.diagnostics());
                return 1;
            }
        }
    }

    private int carryOut(Plan plan, FolderRun run, RunView view) {
        Cancellation cancellation = new Cancellation();
        ApplyOutcome applied;
        try (Interrupts _ = Interrupts.of(cancellation, shell.err())) {
            applied = run.apply(plan, options.parallelism(), view, cancellation);
        }
        view.diagnostics(applied.diagnostics());
        view.applied(plan, applied);
        return applied.hasErrors() ? 1 : 0;
    }

    private boolean isApproved(Plan plan) {
        if (!options.mayAsk()) {
            throw new MistakeException(
                    "Approval required",
                    "Nobody can be asked here; use -auto-approve to apply without being asked.");
        }
        return Questions.isApproved(
                shell,
                plan.mode() == Plan.Mode.DESTROY
                        ? "Do you really want to destroy all of this? There is no undo."
                        : "Do you want to perform these actions?");
    }
}
