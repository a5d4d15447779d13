package dev.slipway.cli.stack;

import dev.slipway.state.State;
import dev.slipway.state.StateStore;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.WorkingFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands about workspaces: several states of one configuration.
final class WorkspaceCommands {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,90}");

    private WorkspaceCommands() {}

    /// What all of them have.
    abstract static class OfWorkspaces implements Callable<Integer> {
        final Shell shell;

        // picocli looks at it.
        @SuppressWarnings("UnusedVariable")
        @Option(names = "-help", usageHelp = true, description = "Show this help.")
        private boolean help;

        OfWorkspaces(Shell shell) {
            this.shell = shell;
        }

        abstract void act(WorkingFolder folder, StateStore states) throws IOException;

        @Override
        public Integer call() throws IOException {
            try (WorkingFolder folder = Folders.open(shell);
                    StateStore states = folder.states(folder.config(Map.of()))) {
                act(folder, states);
                return 0;
            } catch (FolderException e) {
                throw new MistakeException(e.diagnostics());
            }
        }

        static void select(WorkingFolder folder, String name) throws IOException {
            Path data = Files.createDirectories(folder.dataFolder());
            Files.writeString(data.resolve("environment"), name);
        }

        static void checkKnown(List<String> known, String name) {
            if (!known.contains(name)) {
                throw new MistakeException(
                        "Workspace \"" + name + "\" doesn't exist",
                        "There are: " + String.join(", ", known) + ".");
            }
        }
    }

    @Command(description = "List workspaces.")
    static final class Listing extends OfWorkspaces {
        Listing(Shell shell) {
            super(shell);
        }

        @Override
        void act(WorkingFolder folder, StateStore states) {
            for (String each : states.workspaces()) {
                shell.out().println((each.equals(folder.workspace()) ? "* " : "  ") + each);
            }
            shell.out().println();
        }
    }

    @Command(description = "Show the name of the selected workspace.")
    static final class Show extends OfWorkspaces {
        Show(Shell shell) {
            super(shell);
        }

        @Override
        void act(WorkingFolder folder, StateStore states) {
            shell.out().println(folder.workspace());
        }
    }

    @Command(description = "Make a workspace and select it.")
    static final class New extends OfWorkspaces {
        @Parameters(description = "Its name.")
        private String name = "";

        New(Shell shell) {
            super(shell);
        }

        @Override
        void act(WorkingFolder folder, StateStore states) throws IOException {
            if (!NAME.matcher(name).matches()) {
                throw new MistakeException(
                        "Invalid workspace name",
                        "\"" + name + "\" (expected: letters, digits, \"_\", \"-\" and \".\").");
            }
            if (states.workspaces().contains(name)) {
                throw new MistakeException(
                        "Workspace \"" + name + "\" already exists", "Select it instead.");
            }
            try (StateStore.Lock lock =
                    states.lock(
                            name,
                            new LockRequest("workspace_new", Folders.who(), ""),
                            Duration.ZERO)) {
                lock.write(
                        State.empty(WorkingFolder.TERRAFORM_VERSION, UUID.randomUUID().toString()),
                        true);
            }
            select(folder, name);
            shell.out().println("Made and selected workspace \"" + name + "\".");
        }
    }

    @Command(description = "Select a workspace.")
    static final class Select extends OfWorkspaces {
        @Parameters(description = "Its name.")
        private String name = "";

        Select(Shell shell) {
            super(shell);
        }

        @Override
        void act(WorkingFolder folder, StateStore states) throws IOException {
            checkKnown(states.workspaces(), name);
            select(folder, name);
            shell.out().println("Selected workspace \"" + name + "\".");
        }
    }

    @Command(description = "Delete a workspace and its state.")
    static final class Delete extends OfWorkspaces {
        @Parameters(description = "Its name.")
        private String name = "";

        @Option(names = "-force", description = "Even if there are objects in its state.")
        private boolean force;

        Delete(Shell shell) {
            super(shell);
        }

        @Override
        void act(WorkingFolder folder, StateStore states) {
            checkKnown(states.workspaces(), name);
            if (name.equals(folder.workspace())) {
                throw new MistakeException(
                        "Workspace \"" + name + "\" is the selected one",
                        "Select another one first.");
            }
            State state = states.read(name);
            if (state != null && !state.resources().isEmpty() && !force) {
                throw new MistakeException(
                        "Workspace \"" + name + "\" is not empty",
                        "Its state has objects, of which nothing would be known any more. Destroy"
                                + " them first, or use -force.");
            }
            states.deleteWorkspace(name);
            shell.out().println("Deleted workspace \"" + name + "\".");
        }
    }

    @Command(description = "Release the lock of a run that is gone.")
    static final class ForceUnlock extends OfWorkspaces {
        @Parameters(description = "The ID of the lock.")
        private String id = "";

        @Option(names = "-force", description = "Do not ask; nobody is asked anyway.")
        private boolean force;

        ForceUnlock(Shell shell) {
            super(shell);
        }

        @Override
        void act(WorkingFolder folder, StateStore states) {
            if (!force) {
                throw new MistakeException(
                        "Approval required",
                        "If the run that has the lock still goes on, both may spoil the state."
                                + " Use -force if you are sure that it is gone.");
            }
            states.forceUnlock(folder.workspace(), id);
            shell.out().println("The lock is released.");
        }
    }
}
