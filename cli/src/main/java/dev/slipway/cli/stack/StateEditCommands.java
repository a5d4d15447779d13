package dev.slipway.cli.stack;

import dev.slipway.provider.ProviderSource;
import dev.slipway.state.State;
import dev.slipway.state.StateEdits;
import dev.slipway.state.StateFile;
import dev.slipway.state.StateStore;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.WorkingFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands that change a state by hand.
final class StateEditCommands {
    private StateEditCommands() {}

    /// What all of them have.
    abstract static class Changing implements Callable<Integer> {
        final Shell shell;

        // picocli looks at it.
        @SuppressWarnings("UnusedVariable")
        @Option(names = "-help", usageHelp = true, description = "Show this help.")
        private boolean help;

        Changing(Shell shell) {
            this.shell = shell;
        }

        /// The state as it shall be; the same, if there is nothing to do.
        abstract State changed(State state);

        /// Whether the state may have another history than the one before.
        boolean forces() {
            return false;
        }

        @Override
        public Integer call() {
            try (WorkingFolder folder = Folders.open(shell);
                    StateStore states = folder.states(folder.config(Map.of()));
                    StateStore.Lock lock =
                            states.lock(
                                    folder.workspace(),
                                    new LockRequest("state", Folders.who(), ""),
                                    Duration.ZERO)) {
                State before = folder.state(states);
                State after = changed(before);
                if (!after.equals(before)) {
                    lock.write(after, forces());
                }
                return 0;
            } catch (FolderException e) {
                throw new MistakeException(e.diagnostics());
            }
        }
    }

    @Command(description = "Have an object replaced by the next apply, or not any more.")
    static final class Taint extends Changing {
        private final boolean tainted;

        @Parameters(description = "The address of the object.")
        private String address = "";

        private Taint(Shell shell, boolean tainted) {
            super(shell);
            this.tainted = tainted;
        }

        static Taint taint(Shell shell) {
            return new Taint(shell, true);
        }

        static Taint untaint(Shell shell) {
            return new Taint(shell, false);
        }

        @Override
        State changed(State state) {
            try {
                InstanceAddress which = Addresses.instance(address);
                State after = StateEdits.withTainted(state, which, tainted);
                shell.out()
                        .println(
                                which
                                        + (tainted
                                                ? " will be replaced by the next apply."
                                                : " stays as it is."));
                return after;
            } catch (AddressException e) {
                throw new MistakeException("Invalid address", String.valueOf(e.getMessage()));
            }
        }
    }

    @Command(description = "Forget objects: they stay, and nobody looks after them.")
    static final class Remove extends Changing {
        @Parameters(arity = "1..*", description = "Addresses of objects or modules.")
        private List<String> addresses = new ArrayList<>();

        @Option(names = "-dry-run", description = "Only list them.")
        private boolean dryRun;

        Remove(Shell shell) {
            super(shell);
        }

        @Override
        State changed(State state) {
            List<Target> targets = addresses.stream().map(StateEditCommands::target).toList();
            List<InstanceAddress> covered = StateEdits.covered(state, targets);
            if (covered.isEmpty()) {
                throw new MistakeException(
                        "Invalid target address",
                        "No objects in the state are covered by "
                                + String.join(", ", addresses)
                                + ".");
            }
            covered.forEach(
                    each -> shell.out().println((dryRun ? "Would remove " : "Removed ") + each));
            return dryRun ? state : StateEdits.without(state, covered);
        }
    }

    private static Target target(String text) {
        try {
            return Addresses.target(text);
        } catch (AddressException e) {
            throw new MistakeException("Invalid address", String.valueOf(e.getMessage()));
        }
    }

    @Command(description = "Give objects another address.")
    static final class Move extends Changing {
        @Parameters(index = "0", description = "A resource, an instance or a module.")
        private String from = "";

        @Parameters(index = "1", description = "What it shall be called.")
        private String to = "";

        @Option(names = "-dry-run", description = "Only list them.")
        private boolean dryRun;

        Move(Shell shell) {
            super(shell);
        }

        @Override
        State changed(State state) {
            StateEdits.Moved moved = StateEdits.moved(state, target(from), target(to));
            moved.moves()
                    .forEach((before, after) ->
                            shell.out()
                                    .println(
                                            (dryRun ? "Would move " : "Move ")
                                                    + "\""
                                                    + before
                                                    + "\" to \""
                                                    + after
                                                    + "\""));
            if (!dryRun) {
                shell.out().println("Successfully moved " + moved.moves().size() + " object(s).");
            }
            return dryRun ? state : moved.state();
        }
    }

    @Command(description = "Give the objects of a provider to another, such as a fork of it.")
    static final class ReplaceProvider extends Changing {
        @Option(names = "-auto-approve", description = "Do not ask.")
        private boolean approved;

        @Parameters(index = "0", description = "Whose they are, such as hashicorp/aws.")
        private String from = "";

        @Parameters(index = "1", description = "Whose they shall be.")
        private String to = "";

        ReplaceProvider(Shell shell) {
            super(shell);
        }

        @Override
        State changed(State state) {
            StateEdits.Reassigned changed =
                    StateEdits.withProvider(state, source(from), source(to));
            if (changed.resources().isEmpty()) {
                shell.out().println("No matching resources found.");
                return state;
            }
            shell.out().println("These will be of " + to + " instead of " + from + ":");
            changed.resources().forEach(each -> shell.out().println("  " + each));
            if (!approved && !Questions.isApproved(shell, "Do you want to change them?")) {
                shell.out().println("\nNothing was done.");
                return state;
            }
            shell.out().println("Changed " + changed.resources().size() + " resources.");
            return changed.state();
        }

        private static ProviderSource source(String text) {
            try {
                return ProviderSource.parse(text);
            } catch (IllegalArgumentException e) {
                throw new MistakeException("Invalid provider", String.valueOf(e.getMessage()));
            }
        }
    }

    @Command(description = "Keep a state from a file, or with - from the input, as the newest.")
    static final class Push extends Changing {
        @Option(names = "-force", description = "Whatever lineage and serial it has.")
        private boolean force;

        @Parameters(description = "The file.")
        private String file = "";

        Push(Shell shell) {
            super(shell);
        }

        @Override
        State changed(State state) {
            byte[] bytes;
            try {
                bytes = file.equals("-") ? shell.in().readAllBytes() : PlanFiles.bytes(shell, file);
            } catch (IOException e) {
                throw new MistakeException("Input cannot be read", String.valueOf(e.getMessage()));
            }
            State pushed = StateFile.read(bytes, file);
            if (!force && !state.isEmpty()) {
                check(state, pushed);
            }
            return pushed;
        }

        private static void check(State there, State pushed) {
            if (!there.lineage().equals(pushed.lineage())) {
                throw new MistakeException(
                        "Another state",
                        "The lineage of the file is "
                                + pushed.lineage()
                                + ", that of the state "
                                + there.lineage()
                                + ": they have nothing to do with each other. -force replaces it"
                                + " all the same.");
            }
            if (there.serial() > pushed.serial()) {
                throw new MistakeException(
                        "Older state",
                        "The serial of the file is "
                                + pushed.serial()
                                + ", and the state is at "
                                + there.serial()
                                + " already. -force replaces it all the same.");
            }
        }

        @Override
        boolean forces() {
            return true;
        }
    }
}
