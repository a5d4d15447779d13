package dev.slipway.cli.stack;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All commands: how they are called, what they are for, and how one is made. Only the one that is
/// called is made, which saves half of the time that a start takes. Stateless.
final class Commands {
    /// A command of one word or two, and what people are told of it.
    record Entry(List<String> name, String purpose, Function<Shell, Callable<Integer>> factory) {
        String words() {
            return String.join(" ", name);
        }
    }

    static final List<Entry> ALL =
            List.of(
                    entry("init", "Install modules and providers", InitCommand::new),
                    entry("validate", "Check the configuration", ValidateCommand::new),
                    entry("plan", "Show what applying would do", PlanCommand::new),
                    entry("apply", "Plan, ask, and carry it out", ApplyCommand::apply),
                    entry("destroy", "Destroy everything", ApplyCommand::destroy),
                    entry("refresh", "Take over what others changed", ApplyCommand::refresh),
                    entry("show", "Show the state, or a saved plan", ShowCommand::new),
                    entry("output", "Show outputs", StateCommands.Output::new),
                    entry("test", "Carry out tests", TestCommand::new),
                    entry("console", "Try expressions", ConsoleCommand::new),
                    entry("graph", "Draw what needs what", GraphCommand::new),
                    entry("import", "Take over what is there", ImportCommand::new),
                    entry(
                            "state list",
                            "List the objects in the state",
                            StateCommands.Listing::new),
                    entry("state show", "Show one object of the state", StateCommands.ShowOne::new),
                    entry("state pull", "Print the state as it is kept", StateCommands.Pull::new),
                    entry("state mv", "Give objects another address", StateEditCommands.Move::new),
                    entry(
                            "state replace-provider",
                            "Give objects to another provider",
                            StateEditCommands.ReplaceProvider::new),
                    entry("state push", "Keep a state from a file", StateEditCommands.Push::new),
                    entry("state rm", "Forget objects", StateEditCommands.Remove::new),
                    entry("taint", "Have an object replaced", StateEditCommands.Taint::taint),
                    entry("untaint", "Take that back", StateEditCommands.Taint::untaint),
                    entry("workspace list", "List workspaces", WorkspaceCommands.Listing::new),
                    entry("workspace show", "Show the selected one", WorkspaceCommands.Show::new),
                    entry("workspace new", "Make one", WorkspaceCommands.New::new),
                    entry("workspace select", "Select one", WorkspaceCommands.Select::new),
                    entry("workspace delete", "Delete one", WorkspaceCommands.Delete::new),
                    entry("force-unlock", "Release a lock", WorkspaceCommands.ForceUnlock::new),
                    entry("get", "Install modules", GetCommand::new),
                    entry("modules", "List installed modules", ModulesCommand::new),
                    entry(
                            "providers lock",
                            "Add checksums to the lock file",
                            ProvidersCommands.Lock::new),
                    entry(
                            "providers mirror",
                            "Copy providers into a folder",
                            ProvidersCommands.Mirror::new),
                    entry(
                            "providers schema",
                            "Show schemas as JSON",
                            ProvidersCommands.Schema::new),
                    entry(
                            "providers",
                            "Show which module needs which",
                            ProvidersCommands.Tree::new),
                    entry("login", "Keep the token of a registry", LoginCommands.Login::new),
                    entry("logout", "Forget it", LoginCommands.Logout::new),
                    entry("fmt", "Write files in canonical layout", FmtCommand::new),
                    entry("version", "Show versions", VersionCommand::new),
                    entry("metadata functions", "List all functions", MetadataCommand::new));

    private Commands() {}

    private static Entry entry(
            String name, String purpose, Function<Shell, Callable<Integer>> factory) {
        return new Entry(List.of(name.split(" ")), purpose, factory);
    }

    /// `null` if there is none.
    static @Nullable Entry find(Arguments arguments) {
        String first = arguments.command();
        String second = arguments.rest().isEmpty() ? "" : arguments.rest().getFirst();
        for (Entry each : ALL) {
            List<String> name = each.name();
            boolean same = name.getFirst().equals(first);
            if (same && (name.size() == 1 || name.get(1).equals(second))) {
                return each;
            }
        }
        return null;
    }
}
