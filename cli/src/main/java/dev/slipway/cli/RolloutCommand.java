package dev.slipway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `slipway rollout`: watches and steers how a new version comes in.
@Command(
        name = "rollout",
        description = "Watch and steer releases: `rollout get api`, `rollout get deployment/api`.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RolloutGetCommand.class,
            RolloutWatchCommand.class,
            RolloutStatusCommand.class,
            RolloutSetImageCommand.class,
            RolloutPromoteCommand.class,
            RolloutAbortCommand.class,
            RolloutRetryCommand.class,
            RolloutPauseCommand.class,
            RolloutResumeCommand.class,
            RolloutRestartCommand.class,
            RolloutUndoCommand.class,
            RolloutHistoryCommand.class
        })
final class RolloutCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: " + String.join(", ", spec.subcommands().keySet()) + ".");
    }
}
