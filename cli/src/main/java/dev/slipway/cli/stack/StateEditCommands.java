package dev.slipway.cli.stack;

import dev.slipway.state.State;
import dev.slipway.state.StateEdits;
import dev.slipway.state.StateStore;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.WorkingFolder;
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
                    lock.write(after, false);
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
            List<Target> targets = new ArrayList<>();
            for (String each : addresses) {
                try {
                    targets.add(Addresses.target(each));
                } catch (AddressException e) {
                    throw new MistakeException("Invalid address", String.valueOf(e.getMessage()));
                }
            }
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
}
