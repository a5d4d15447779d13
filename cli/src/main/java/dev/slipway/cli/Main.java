package dev.slipway.cli;

import dev.slipway.cli.stack.StackCommands;
import dev.slipway.cli.stack.StackWarmUp;
import dev.slipway.model.ApiException;
import dev.slipway.server.ServerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Entry of the `slipway` command. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        // Stacks need nothing of the server, so that their commands start without its classes.
        if (args.length > 0 && args[0].equals("stack")) {
            return StackCommands.run(List.of(args).subList(1, args.length));
        }
        if (args.length > 0 && args[0].equals("warm-up-stacks")) {
            return warmUpStacks();
        }
        CommandLine line = commandLine();
        int exitCode = line.execute(args);
        line.getOut().flush();
        return exitCode;
    }

    private static int warmUpStacks() {
        try {
            Path home = Files.createTempDirectory("slipway-warm-up-");
            StackWarmUp.run(home);
            TemporaryFolder.remove(home);
            return 0;
        } catch (IOException e) {
            System.err.println("slipway: " + e.getMessage());
            return CommandException.FAILED;
        }
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new SlipwayCommand());
        // One writer for all commands: left alone, each makes its own and nobody flushes it.
        line.setOut(new PrintWriter(System.out, true, System.out.charset()));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setExecutionExceptionHandler(
                (failure, command, parsed) -> report(failure, command.getErr()));
        line.setParameterExceptionHandler((failure, arguments) -> reportUsage(failure));
        return line;
    }

    private static int report(Exception failure, PrintWriter err) throws Exception {
        int exitCode =
                switch (failure) {
                    case CommandException e -> e.exitCode();
                    case ApiException _, ServerException _ -> CommandException.FAILED;
                    default -> throw failure;
                };
        err.println("slipway: " + failure.getMessage());
        return exitCode;
    }

    private static int reportUsage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("slipway: " + failure.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
            err.println("See `" + command.getCommandSpec().qualifiedName(" ") + " --help`.");
        }
        return CommandException.USAGE;
    }
}
