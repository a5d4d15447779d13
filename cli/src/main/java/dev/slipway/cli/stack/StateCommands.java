package dev.slipway.cli.stack;

import dev.slipway.state.State;
import dev.slipway.state.StateFile;
import dev.slipway.state.StateStore;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.folder.FolderException;
import dev.slipway.terraform.folder.WorkingFolder;
import dev.slipway.terraform.json.OutputJson;
import dev.slipway.terraform.stored.Schemas;
import dev.slipway.terraform.view.OutputText;
import dev.slipway.terraform.view.StateText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands that look at a state.
final class StateCommands {
    private StateCommands() {}

    /// What all of them have.
    abstract static class Reading implements Callable<Integer> {
        final Shell shell;

        @Option(names = "-no-color", description = "No colours.")
        boolean noColour;

        @Option(names = "-help", usageHelp = true, description = "Show this help.")
        boolean help;

        Reading(Shell shell) {
            this.shell = shell;
        }

        abstract int show(WorkingFolder folder, @Nullable State state) throws IOException;

        @Override
        public Integer call() throws IOException {
            try (WorkingFolder folder = Folders.open(shell);
                    StateStore states = folder.states(folder.config(Map.of()))) {
                return show(folder, states.read(folder.workspace()));
            } catch (FolderException e) {
                throw new MistakeException(e.diagnostics());
            }
        }
    }

    @Command(description = "List the objects in the state.")
    static final class Listing extends Reading {
        @Parameters(arity = "0..*", description = "Only these.")
        private List<String> addresses = new ArrayList<>();

        Listing(Shell shell) {
            super(shell);
        }

        @Override
        int show(WorkingFolder folder, @Nullable State state) {
            if (state == null) {
                throw new MistakeException(
                        "No state file was found", "There is no state in this folder yet.");
            }
            List<Target> targets = new ArrayList<>();
            for (String each : addresses) {
                targets.add(target(each));
            }
            state.resources()
                    .forEach((path, resource) ->
                            resource.instances()
                                    .keySet()
                                    .forEach(key -> {
                                        InstanceAddress address = path.instance(key);
                                        boolean wanted =
                                                targets.isEmpty()
                                                        || targets.stream()
                                                                .anyMatch(each ->
                                                                        each.covers(address));
                                        if (wanted) {
                                            shell.out().println(address);
                                        }
                                    }));
            return 0;
        }
    }

    @Command(description = "Show one object of the state.")
    static final class ShowOne extends Reading {
        @Parameters(description = "Its address.")
        private String address = "";

        ShowOne(Shell shell) {
            super(shell);
        }

        @Override
        int show(WorkingFolder folder, @Nullable State state) throws IOException {
            InstanceAddress wanted;
            try {
                wanted = Addresses.instance(address);
            } catch (AddressException e) {
                throw new MistakeException("Invalid address", String.valueOf(e.getMessage()));
            }
            boolean found =
                    state != null
                            && new StateText(Schemas.of(folder.providers()), shell.colour(noColour))
                                    .write(state, wanted, shell.out());
            if (!found) {
                throw new MistakeException(
                        "No instance found for the given address", "There is no " + address + ".");
            }
            return 0;
        }
    }

    @Command(description = "Print the state as it is kept.")
    static final class Pull extends Reading {
        Pull(Shell shell) {
            super(shell);
        }

        @Override
        int show(WorkingFolder folder, @Nullable State state) throws IOException {
            if (state != null) {
                shell.out().write(StateFile.write(state));
            }
            return 0;
        }
    }

    @Command(description = "Show outputs.")
    static final class Output extends Reading {
        @Option(names = "-json", description = "Print JSON.")
        private boolean json;

        @Option(names = "-raw", description = "Print a text as it is.")
        private boolean raw;

        @Parameters(arity = "0..1", description = "The name of one of them.")
        private String name = "";

        Output(Shell shell) {
            super(shell);
        }

        @Override
        int show(WorkingFolder folder, @Nullable State state) throws IOException {
            var outputs =
                    state == null ? new java.util.TreeMap<String, State.Output>() : state.outputs();
            if (name.isEmpty()) {
                if (json) {
                    OutputJson.all(outputs, shell.out());
                    shell.out().println();
                } else {
                    shell.out()
                            .print(outputs.isEmpty() ? OutputText.none() : OutputText.all(outputs));
                }
                return 0;
            }
            State.Output output = outputs.get(name);
            if (output == null) {
                throw new MistakeException(
                        "Output \"" + name + "\" not found",
                        "The state has no output of that name.");
            }
            return show(output);
        }

        private int show(State.Output output) throws IOException {
            if (json) {
                OutputJson.one(output, shell.out());
                shell.out().println();
                return 0;
            }
            if (!raw) {
                shell.out().println(OutputText.one(output));
                return 0;
            }
            String text = OutputText.raw(output);
            if (text == null) {
                throw new MistakeException(
                        "Unsupported value for raw output",
                        "-raw prints texts, numbers and truth values only.");
            }
            shell.out().print(text);
            return 0;
        }
    }

    private static Target target(String text) {
        try {
            return Addresses.target(text);
        } catch (AddressException e) {
            throw new MistakeException("Invalid address", String.valueOf(e.getMessage()));
        }
    }
}
