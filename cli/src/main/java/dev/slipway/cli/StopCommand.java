package dev.slipway.cli;

import dev.slipway.server.DataFolder;
import dev.slipway.server.RunningServer;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `slipway stop`: ends the server of a data folder.
@Command(
        name = "stop",
        description = "Stop the server. Pods keep running and are found again, unless --pods.",
        mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOptions data = new DataOptions();

    @Option(names = "--pods", description = "Stop the pods too.")
    private boolean pods;

    @Override
    public Integer call() {
        DataFolder folder = data.folder();
        PrintWriter out = spec.commandLine().getOut();
        Optional<RunningServer> running = folder.runningServer();
        if (running.isEmpty()) {
            if (pods && hasPods(folder.pods())) {
                throw new CommandException(
                        "No server runs for "
                                + folder.path()
                                + ", and its pods may still run. Start one with `slipway server`,"
                                + " then `slipway stop --pods` stops both.");
            }
            out.println("No server runs for " + folder.path() + ".");
            return 0;
        }
        BackgroundServer.stop(folder, running.get(), pods);
        out.println(pods ? "Stopped the server and its pods." : "Stopped the server.");
        return 0;
    }

    private static boolean hasPods(Path folder) {
        File[] pods = folder.toFile().listFiles(File::isDirectory);
        return pods != null && pods.length > 0;
    }
}
