package dev.slipway.cli.stack;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.terraform.engine.Engine.ImportRequest;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.FolderRun;
import dev.slipway.terraform.folder.WorkingFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `stack import`: takes one remote object over into the state.
@Command(description = "Take one remote object over into the state.")
final class ImportCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin private RunOptions options = new RunOptions();

    @Parameters(index = "0", description = "The address it shall have.")
    private String address = "";

    @Parameters(index = "1", description = "The id its provider knows it by.")
    private String id = "";

    ImportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (options.lockWait() == null) {
            throw new MistakeException(
                    "Lock required",
                    "What changes a state locks it; -lock=false is for plans only.");
        }
        ImportRequest request = new ImportRequest(target(), id);
        try (WorkingFolder folder = Folders.open(shell)) {
            RunView view = new RunView(shell, options, folder.providers());
            Diagnostics warnings = new Diagnostics();
            try (FolderRun run =
                    FolderRun.begin(
                            folder,
                            options.given(),
                            warnings,
                            new LockRequest("import", Folders.who(), ""),
                            requireNonNull(options.lockWait()))) {
                view.diagnostics(warnings.list());
                run.importObject(
                        options.plan(run.variables(), folder.workspace(), PlanCommand.now()),
                        request,
                        view);
                shell.out()
                        .println(
                                "\nImported: "
                                        + request.address()
                                        + " is in the state from now on. Plan to see whether the"
                                        + " configuration describes it as it is.");
                return 0;
            } catch (FolderException e) {
                view.diagnostics(e.diagnostics());
                return 1;
            }
        }
    }

    private InstanceAddress target() {
        try {
            return Addresses.instance(address);
        } catch (AddressException e) {
            throw new MistakeException("Invalid address", String.valueOf(e.getMessage()));
        }
    }
}
