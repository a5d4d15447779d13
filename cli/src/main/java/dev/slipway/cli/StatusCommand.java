package dev.slipway.cli;

import dev.slipway.server.DataFolder;
import dev.slipway.server.RunningServer;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `slipway status`: is there a server, and where does it listen.
@Command(
        name = "status",
        description = "Say whether a server runs, and where it listens. Exits 1 if none does.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOptions data = new DataOptions();

    @Override
    public Integer call() {
        DataFolder folder = data.folder();
        PrintWriter out = spec.commandLine().getOut();
        Optional<RunningServer> found = folder.runningServer();
        if (found.isEmpty()) {
            out.println("No server runs for " + folder.path() + ".");
            return CommandException.FAILED;
        }
        RunningServer running = found.get();
        out.println(
                "Server " + running.version() + " runs as process " + running.processId() + ".");
        out.println("  data     " + folder.path());
        out.println("  API      https://127.0.0.1:" + running.apiPort());
        out.println("  console  http://127.0.0.1:" + running.consolePort());
        out.println("  edge     http://127.0.0.1:" + running.edgePort());
        return 0;
    }
}
