package dev.slipway.cli.stack;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.value.Value;
import dev.slipway.install.InstallListener;
import dev.slipway.install.Installer;
import dev.slipway.provider.ProviderSource;
import dev.slipway.state.State;
import dev.slipway.state.StateStore;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.ModuleLoader;
import dev.slipway.terraform.folder.BackendInit;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.LockFile;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.json.RunJson;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `stack init`: makes a folder ready for work: modules, providers, where the state is.
@Command(description = "Install modules and providers.")
final class InitCommand implements Callable<Integer> {
    private final Shell shell;
    private final RunJson lines;

    @Mixin private InstallOptions options = new InstallOptions();

    @Option(names = "-upgrade", description = "Take the newest versions that are allowed.")
    private boolean upgrade;

    @Option(
            names = "-get",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Install modules (default true).")
    private boolean get;

    @Option(
            names = "-backend",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Look at where the state is kept (default true).")
    private boolean backend;

    @Option(
            names = "-backend-config",
            description = "KEY=VALUE or a file: settings of the backend besides those written.")
    private List<String> backendConfig = new ArrayList<>();

    @Option(names = "-from-module", description = "Copy this module into the empty folder first.")
    private String fromModule = "";

    @Option(names = "-reconfigure", description = "Leave states where they were before.")
    private boolean reconfigure;

    @Option(names = "-migrate-state", description = "Bring states from where they were before.")
    private boolean migrate;

    @Option(names = "-force-copy", description = "The same, without being asked.")
    private boolean forceCopy;

    @Option(names = "-plugin-dir", description = "Take providers from this folder only.")
    private List<String> pluginFolders = new ArrayList<>();

    @Option(names = "-lockfile", description = "readonly: refuse to change the lock file.")
    private String lockFile = "";

    // Nothing is asked, and nothing locked, for what can be done here.
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-input", "-lock", "-lock-timeout", "-test-directory"},
            hidden = true)
    private List<String> ignored = new ArrayList<>();

    InitCommand(Shell shell) {
        this.shell = shell;
        this.lines = new RunJson(shell.out()::println, InstantSource.system());
    }

    @Override
    public Integer call() {
        if (!lockFile.isEmpty() && !lockFile.equals("readonly")) {
            throw new MistakeException(
                    "Invalid -lockfile option", "\"" + lockFile + "\" (expected: readonly).");
        }
        if (options.json()) {
            lines.version(WorkingFolder.TERRAFORM_VERSION);
        }
        try (Installer installer =
                InstallOptions.installer(
                        shell, upgrade, pluginFolders, !lockFile.isEmpty(), this::on)) {
            if (!fromModule.isEmpty()) {
                installer.copyModule(fromModule);
            }
            if (!ModuleLoader.isModule(shell.folder())) {
                say("There is no configuration in this folder yet: there is nothing to install.");
                return 0;
            }
            init(installer);
            return 0;
        } catch (FolderException e) {
            return failed(e.diagnostics());
        }
    }

    private int failed(List<Diagnostic> problems) {
        if (options.json()) {
            problems.forEach(lines::diagnostic);
        } else {
            shell.err().print(StackCommands.text(problems, shell.colour(options.noColour())));
        }
        return 1;
    }

    private void init(Installer installer) {
        Map<String, Value> variables = options.variables(shell);
        if (get && installer.callsModules()) {
            say(upgrade ? "Upgrading modules..." : "Initializing modules...");
            installer.installModules(variables);
        }
        ConfigTree config = installer.load(variables);
        Set<ProviderSource> ofState = backend ? initBackend(config) : Set.of();
        say("Initializing provider plugins...");
        Installer.Selected selected = installer.installProviders(config, ofState);
        tell(selected);
        say("\nThe folder is ready: `slipway stack plan` shows what would be done.");
    }

    /// Objects may be left of providers that the configuration does not name any more.
    private Set<ProviderSource> initBackend(ConfigTree config) {
        say("Initializing the backend...");
        Set<ProviderSource> sources = new TreeSet<>();
        try (WorkingFolder folder = Folders.open(shell)) {
            String done =
                    new BackendInit(
                                    folder,
                                    new BackendInit.Request(
                                            backendConfig,
                                            reconfigure,
                                            migrate || forceCopy,
                                            this::isAgreed))
                            .init(config);
            if (!done.isEmpty()) {
                say(done);
            }
            try (StateStore states = folder.states(config)) {
                State state = states.read(folder.workspace());
                if (state != null) {
                    state.resources()
                            .values()
                            .forEach(each -> sources.add(each.provider().source()));
                }
            }
        }
        return sources;
    }

    private boolean isAgreed(String question) {
        return forceCopy || (!options.json() && Questions.isApproved(shell, question));
    }

    private void tell(Installer.Selected selected) {
        if (selected.isFirst()) {
            say(
                    "\n"
                            + LockFile.NAME
                            + " has been made: it says which providers were selected. Keep it with"
                            + " the configuration,\nso that others get the same.");
        } else if (selected.isChanged()) {
            say(
                    "\nWhat is selected in "
                            + LockFile.NAME
                            + " has changed: look at it, and keep it with the configuration.");
        }
    }

    private void on(InstallListener.Kind kind, String line) {
        say(
                switch (kind) {
                    case MODULE, PROVIDER -> "- " + line;
                    case WARNING -> line;
                });
    }

    private synchronized void say(String line) {
        if (options.json()) {
            lines.log(line.strip());
        } else {
            shell.out().println(line);
        }
    }
}
