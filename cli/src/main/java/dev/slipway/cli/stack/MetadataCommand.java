package dev.slipway.cli.stack;

import dev.slipway.hcl.function.Functions;
import dev.slipway.hcl.function.Surroundings;
import dev.slipway.terraform.json.FunctionsJson;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `stack metadata functions -json`: the signatures of all functions.
@Command(description = "List all functions.")
final class MetadataCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(
            names = "-json",
            description = "Print JSON; there is nothing else yet, so it must be given.")
    private boolean json;

    // picocli looks at it.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "-help", usageHelp = true, description = "Show this help.")
    private boolean help;

    MetadataCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (!json) {
            throw new MistakeException(
                    "Missing -json", "`stack metadata functions` has only JSON; say -json.");
        }
        FunctionsJson.write(Functions.all(surroundings(shell)), shell.out());
        return 0;
    }

    static Surroundings surroundings(Shell shell) {
        return new Surroundings(
                shell.folder(),
                Path.of(System.getProperty("user.home", "/")),
                Clock.systemUTC(),
                new SecureRandom());
    }
}
