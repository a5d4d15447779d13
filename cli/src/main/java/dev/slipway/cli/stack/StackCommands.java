package dev.slipway.cli.stack;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Suggestion;
import dev.slipway.provider.ProviderException;
import dev.slipway.state.StateException;
import dev.slipway.terraform.json.RunJson;
import dev.slipway.terraform.view.DiagnosticsText;
import dev.slipway.terraform.view.ViewOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// Entry of `slipway stack`: finds the command that is called and runs it. Exit codes are
/// Terraform's: 0 done, 1 failed or wrong usage, others as a command says.
public final class StackCommands {
    private static final Set<String> HELP = Set.of("", "-help", "-h", "help");

    private static final String NO_COLOR = "-no-color";

    /// Commands whose JSON is a line for each thing that happens, mistakes among them.
    private static final Set<String> JSON_STREAMS = Set.of("plan", "apply", "destroy", "refresh");

    private StackCommands() {}

    /// Runs the command that the words after `slipway stack` call; returns the exit code.
    public static int run(List<String> words) {
        return run(words, Shell.ofProcess());
    }

    static int run(List<String> words, Shell shell) {
        try {
            return dispatch(Arguments.of(words), shell);
        } catch (MistakeException e) {
            shell.err().print(text(e.diagnostics(), shell.colour(words.contains(NO_COLOR))));
            return 1;
        } finally {
            shell.out().flush();
        }
    }

    private static int dispatch(Arguments arguments, Shell outer) {
        Shell shell = inFolder(outer, arguments.chdir());
        if (HELP.contains(arguments.command())) {
            shell.out().print(Overview.text());
            return 0;
        }
        Arguments called =
                arguments.command().equals("-version") || arguments.command().equals("-v")
                        ? new Arguments("", "version", arguments.rest())
                        : arguments;
        Commands.Entry entry = Commands.find(called);
        if (entry == null) {
            return unknown(called, shell);
        }
        return execute(entry, called.withAdded(shell, entry.name()), shell);
    }

    private static Shell inFolder(Shell shell, String chdir) {
        if (chdir.isEmpty()) {
            return shell;
        }
        Path folder = shell.folder().resolve(chdir).normalize();
        if (!Files.isDirectory(folder)) {
            throw new MistakeException(
                    "Invalid -chdir option", "There is no folder " + chdir + ".");
        }
        return shell.in(folder);
    }

    private static int execute(Commands.Entry entry, List<String> options, Shell shell) {
        Callable<Integer> command = entry.factory().apply(shell);
        CommandLine line = new CommandLine(command);
        line.setCommandName("slipway stack " + entry.words());
        line.setPosixClusteredShortOptionsAllowed(false);
        line.setUnmatchedOptionsArePositionalParams(false);
        line.setUsageHelpAutoWidth(true);
        line.setOut(new PrintWriter(shell.out(), true, shell.out().charset()));
        line.setErr(new PrintWriter(shell.err(), true, shell.err().charset()));
        line.setParameterExceptionHandler((failure, _) -> {
            shell.err().println("slipway: " + failure.getMessage());
            shell.err().println("See `slipway stack " + entry.words() + " -help`.");
            return 1;
        });
        boolean stream = JSON_STREAMS.contains(entry.words()) && options.contains("-json");
        boolean plain = options.contains(NO_COLOR);
        line.setExecutionExceptionHandler((failure, _, _) -> {
            List<Diagnostic> told = diagnostics(failure);
            if (stream) {
                told.forEach(new RunJson(shell.out()::println, InstantSource.system())::diagnostic);
            } else {
                shell.err().print(text(told, shell.colour(plain)));
            }
            return 1;
        });
        return executed(line, understood(line, options));
    }

    /// Every command may be asked for no colours, also one that has none anyway.
    private static List<String> understood(CommandLine line, List<String> options) {
        return line.getCommandSpec().findOption(NO_COLOR) == null
                ? options.stream().filter(each -> !each.equals(NO_COLOR)).toList()
                : options;
    }

    private static int executed(CommandLine line, List<String> options) {
        try {
            return line.execute(options.toArray(String[]::new));
        } finally {
            line.getOut().flush();
            line.getErr().flush();
        }
    }

    /// A bug is thrown on, to be seen with where it happened.
    private static List<Diagnostic> diagnostics(Exception failure) throws Exception {
        return switch (failure) {
            case MistakeException e -> e.diagnostics();
            case StateException e -> List.of(error("State cannot be used", e));
            case ProviderException e -> List.of(error("Provider failed", e));
            case UncheckedIOException e -> List.of(error("File cannot be used", e));
            case IOException e -> List.of(error("File cannot be used", e));
            default -> throw failure;
        };
    }

    private static Diagnostic error(String summary, Exception failure) {
        String message = failure.getMessage();
        return Diagnostic.error(summary, message == null ? failure.toString() : message, null);
    }

    private static int unknown(Arguments arguments, Shell shell) {
        String group = arguments.command();
        List<Commands.Entry> members =
                Commands.ALL.stream()
                        .filter(each -> each.name().size() > 1)
                        .filter(each -> each.name().getFirst().equals(group))
                        .toList();
        if (!members.isEmpty()) {
            shell.err().print(Overview.group(group, members));
            return 1;
        }
        Set<String> names =
                Commands.ALL.stream()
                        .map(each -> each.name().getFirst())
                        .collect(Collectors.toSet());
        String meant = Suggestion.didYouMean(group, names);
        shell.err().println("slipway: There is no command `stack " + group + "`." + meant);
        shell.err().println("`slipway stack` lists all commands.");
        return 1;
    }

    static String text(List<Diagnostic> diagnostics, boolean colour) {
        ViewOptions options = new ViewOptions(colour, 78, ViewOptions.Grouping.NEVER);
        return new DiagnosticsText(options, false).text(diagnostics);
    }
}
