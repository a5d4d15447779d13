package dev.slipway.cli.stack;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.terraform.config.ModuleLoader;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.json.ValidateJson;
import dev.slipway.terraform.view.DiagnosticsText;
import dev.slipway.terraform.view.ViewOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `stack validate`: whether the configuration is right in itself.
@Command(description = "Check the configuration, whatever variables and objects there are.")
final class ValidateCommand implements Callable<Integer> {
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

    ValidateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        List<Diagnostic> found = diagnostics();
        boolean valid =
                found.stream().noneMatch(each -> each.severity() == Diagnostic.Severity.ERROR);
        if (json) {
            ValidateJson.write(found, shell.out());
            shell.out().println();
        } else {
            ViewOptions options =
                    new ViewOptions(shell.colour(noColour), WIDTH, ViewOptions.Grouping.NEVER);
            (valid ? shell.out() : shell.err())
                    .print(new DiagnosticsText(options, false).text(found));
            if (valid) {
                shell.out().println("Success! The configuration is valid.");
            }
        }
        return valid ? 0 : 1;
    }

    private List<Diagnostic> diagnostics() {
        if (!ModuleLoader.isModule(shell.folder())) {
            return List.of();
        }
        try (WorkingFolder folder = Folders.open(shell)) {
            return folder.engine().validate(folder.config(Map.of()));
        } catch (FolderException e) {
            return e.diagnostics();
        }
    }
}
