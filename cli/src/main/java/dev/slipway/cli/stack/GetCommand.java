package dev.slipway.cli.stack;

import dev.slipway.install.Installer;
import dev.slipway.terraform.folder.FolderException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `stack get`: installs modules only.
@Command(description = "Install modules.")
final class GetCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin private InstallOptions options = new InstallOptions();

    @Option(names = "-update", description = "Take the newest versions that are allowed.")
    private boolean update;

    GetCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (Installer installer =
                InstallOptions.installer(
                        shell,
                        update,
                        List.of(),
                        false,
                        (_, line) -> shell.out().println("- " + line))) {
            installer.installModules(options.variables(shell));
            return 0;
        } catch (FolderException e) {
            throw new MistakeException(e.diagnostics());
        }
    }
}
