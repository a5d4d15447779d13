package dev.slipway.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command line's root: everything else is a subcommand.
@Command(
        name = "slipway",
        description = "From git push to a safe 100 %% in production, in one process.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            ServerCommand.class,
            InstallCommand.class,
            StatusCommand.class,
            StopCommand.class,
            ApplyCommand.class,
            GetCommand.class,
            DescribeCommand.class,
            LogsCommand.class,
            DeleteCommand.class,
            RolloutCommand.class,
            ImageCommand.class,
            MetricCommand.class,
            QueryCommand.class,
            StackCommand.class,
            SlipwayCommand.Completion.class,
            WarmUpCommand.class,
            HelpCommand.class
        })
final class SlipwayCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: a command is missing.");
    }

    @Command(
            name = "completion",
            description = "Print a completion script: source <(slipway completion bash).",
            mixinStandardHelpOptions = true)
    static final class Completion implements Runnable {
        /// One script serves both, as picocli writes it.
        enum Shell {
            bash,
            zsh
        }

        @Spec private CommandSpec spec = CommandSpec.create();

        @Parameters(
                arity = "0..1",
                paramLabel = "SHELL",
                description = "One of ${COMPLETION-CANDIDATES}; the script is the same for both.")
        private Shell shell = Shell.bash;

        @Override
        public void run() {
            PrintWriter out = spec.commandLine().getOut();
            out.println("# Completion of slipway, read by " + shell + ".");
            out.println(AutoComplete.bash("slipway", spec.root().commandLine()));
        }
    }
}
