package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What the subcommands of `rollout` have in common: a workload that they are about.
@Command(mixinStandardHelpOptions = true)
abstract sealed class RolloutSubcommand implements Callable<Integer>
        permits RolloutGetCommand,
                RolloutWatchCommand,
                RolloutStatusCommand,
                RolloutSetImageCommand,
                RolloutPromoteCommand,
                RolloutAbortCommand,
                RolloutRetryCommand,
                RolloutPauseCommand,
                RolloutResumeCommand,
                RolloutRestartCommand,
                RolloutUndoCommand {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(
            index = "0",
            paramLabel = "[KIND/]NAME",
            description = "The workload, as `api` (a Rollout) or `deployment/api`.")
    private String target = "";

    @Override
    public final Integer call() throws InterruptedException {
        try (ApiConnection api = connection.connect()) {
            run(api, WorkloadTarget.find(api, connection, target));
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    abstract void run(ApiConnection api, WorkloadTarget workload) throws InterruptedException;

    final java.io.PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final void say(String line) {
        out().println(line);
    }
}
