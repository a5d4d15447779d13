package dev.slipway.cli.stack;

import dev.slipway.provider.client.RemoteProvider;
import dev.slipway.server.SlipwayVersion;
import dev.slipway.terraform.json.VersionJson;
import java.io.IOException;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `stack version`: this program's, and the version of Terraform whose behaviour it has.
@Command(description = "Show versions.")
final class VersionCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "-json", description = "Print JSON.")
    private boolean json;

    // picocli looks at it.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "-help", usageHelp = true, description = "Show this help.")
    private boolean help;

    VersionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        String terraform = RemoteProvider.TERRAFORM_VERSION;
        if (json) {
            VersionJson.write(
                    terraform, SlipwayVersion.current(), platform(), new TreeMap<>(), shell.out());
            return 0;
        }
        shell.out().println("Slipway " + SlipwayVersion.current());
        shell.out().println("as Terraform v" + terraform);
        shell.out().println("on " + platform());
        return 0;
    }

    /// As providers name the platforms they are for.
    static String platform() {
        String system = System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT);
        String machine = System.getProperty("os.arch");
        String name =
                system.startsWith("mac")
                        ? "darwin"
                        : system.startsWith("windows") ? "windows" : system;
        return name
                + "_"
                + switch (machine) {
                    case "x86_64" -> "amd64";
                    case "aarch64" -> "arm64";
                    default -> machine;
                };
    }
}
