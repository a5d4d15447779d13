package dev.slipway.cli.stack;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.install.CliConfigReader;
import dev.slipway.install.InstallListener;
import dev.slipway.install.Installer;
import dev.slipway.terraform.config.FolderFiles;
import dev.slipway.terraform.config.ModuleLoader;
import dev.slipway.terraform.config.VariableValues;
import dev.slipway.terraform.config.VariableValues.Given;
import dev.slipway.terraform.folder.LockFile;
import dev.slipway.terraform.folder.WorkingFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// The options that all commands have that install something or look at what is installed.
final class InstallOptions {
    private final List<Given> given = new ArrayList<>();

    @Option(names = "-no-color", description = "No colours.")
    private boolean noColour;

    @Option(names = "-json", description = "Print JSON.")
    private boolean json;

    // picocli looks at it.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "-help", usageHelp = true, description = "Show this help.")
    private boolean help;

    // Called by picocli, as is the next.
    @SuppressWarnings("UnusedMethod")
    @Option(names = "-var", description = "NAME=VALUE: the value of a variable.")
    private void variable(List<String> all) {
        if (!all.isEmpty()) {
            String text = all.getLast();
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new MistakeException(
                        "Invalid -var option", "\"" + text + "\" (expected: -var NAME=VALUE).");
            }
            given.add(
                    new Given.Text(text.substring(0, equals).strip(), text.substring(equals + 1)));
        }
    }

    @SuppressWarnings("UnusedMethod")
    @Option(names = "-var-file", description = "A file with values of variables.")
    private void file(List<String> all) {
        if (!all.isEmpty()) {
            given.add(new Given.File(all.getLast()));
        }
    }

    boolean json() {
        return json;
    }

    boolean noColour() {
        return noColour;
    }

    /// The root module's variables as far as they are given: sources of modules may use them, and
    /// those that are missing need not be known for it.
    Map<String, Value> variables(Shell shell) {
        FolderFiles files = new FolderFiles(shell.folder());
        return new VariableValues(
                        ModuleLoader.load(files, "", new Diagnostics()),
                        shell.folder(),
                        new Diagnostics())
                .gather(shell.environment(), given);
    }

    static Installer installer(
            Shell shell,
            boolean upgrade,
            List<String> pluginFolders,
            boolean readOnly,
            InstallListener listener) {
        Path data = WorkingFolder.Places.of(shell.folder(), shell.environment()).dataFolder();
        return new Installer(
                new Installer.Request(
                        shell.folder(),
                        data,
                        shell.folder().resolve(LockFile.NAME),
                        CliConfigReader.read(shell.environment()),
                        shell.environment(),
                        upgrade,
                        pluginFolders.stream().map(shell.folder()::resolve).toList(),
                        readOnly),
                listener);
    }
}
