package dev.slipway.cli.stack;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.state.State;
import dev.slipway.state.StateException;
import dev.slipway.state.StateFile;
import dev.slipway.state.StateStore;
import dev.slipway.terraform.config.ConfigLoader;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.KeptFiles;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.json.PlanJson;
import dev.slipway.terraform.json.StateJson;
import dev.slipway.terraform.saved.SavedPlan;
import dev.slipway.terraform.saved.SavedPlanFile;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.view.PlanText;
import dev.slipway.terraform.view.StateText;
import dev.slipway.terraform.view.ViewOptions;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `stack show`: the state, or what is in a file, a saved plan or a state.
@Command(description = "Show the state, or a saved plan.")
final class ShowCommand implements Callable<Integer> {
    private static final int WIDTH = 78;

    private final Shell shell;

    @Option(names = "-json", description = "Print JSON.")
    private boolean json;

    @Option(names = "-no-color", description = "No colours.")
    private boolean noColour;

    // picocli looks at it.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "-help", usageHelp = true, description = "Show this help.")
    private boolean help;

    @Parameters(arity = "0..1", description = "A file with a saved plan or a state.")
    private String file = "";

    ShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        try (WorkingFolder folder = Folders.open(shell)) {
            Schemas schemas = Schemas.of(folder.providers());
            if (file.isEmpty()) {
                try (StateStore states = folder.states(folder.config(Map.of()))) {
                    show(states.read(folder.workspace()), schemas);
                }
                return 0;
            }
            byte[] bytes = PlanFiles.opened(shell, file);
            if (SavedPlanFile.isPlan(bytes)) {
                show(PlanFiles.read(shell, file), schemas);
            } else {
                show(StateFile.read(bytes, file), schemas);
            }
            return 0;
        } catch (FolderException e) {
            throw new MistakeException(e.diagnostics());
        } catch (StateException e) {
            throw new MistakeException(
                    "Neither a plan nor a state", String.valueOf(e.getMessage()));
        }
    }

    private void show(@Nullable State state, Schemas schemas) throws IOException {
        if (json) {
            new StateJson(schemas).write(state, shell.out());
            shell.out().println();
        } else if (state == null) {
            shell.out().println("No state.");
        } else {
            new StateText(schemas, shell.colour(noColour)).write(state, shell.out());
        }
    }

    private void show(SavedPlan saved, Schemas schemas) throws IOException {
        if (json) {
            new PlanJson(schemas, WorkingFolder.TERRAFORM_VERSION)
                    .write(saved.plan(), config(saved), shell.out());
            shell.out().println();
            return;
        }
        ViewOptions options =
                new ViewOptions(shell.colour(noColour), WIDTH, ViewOptions.Grouping.MANY);
        new PlanText(schemas, options).write(saved.plan(), shell.out());
    }

    private static ConfigTree config(SavedPlan saved) {
        Diagnostics diagnostics = new Diagnostics();
        ConfigTree tree =
                new ConfigLoader(KeptFiles.of(saved.files()), saved.modules(), diagnostics)
                        .load(saved.plan().inputs().variables());
        if (diagnostics.hasErrors()) {
            throw new FolderException(diagnostics.list());
        }
        return tree;
    }
}
