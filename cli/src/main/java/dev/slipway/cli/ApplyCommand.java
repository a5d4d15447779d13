package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `slipway apply`: makes the cluster as manifests say.
@Command(
        name = "apply",
        description = "Create or change objects as manifests say: `apply DIR|FILE...`.",
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(arity = "0..*", paramLabel = "DIR|FILE", description = "Manifests; - for stdin.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "DIR|FILE",
            description = "The same, as kubectl writes it.")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() {
        List<Path> all = new ArrayList<>(paths);
        all.addAll(files);
        if (all.isEmpty()) {
            throw new CommandException(CommandException.USAGE, "Name a file or folder to apply.");
        }
        List<Manifest> manifests = Manifests.read(all);
        PrintWriter out = spec.commandLine().getOut();
        try (ApiConnection api = connection.connect()) {
            Applier applier =
                    new Applier(
                            api, Discovery.of(api), connection.namespaceOr(api.defaultNamespace()));
            manifests.forEach(applier::kindOf);
            for (Manifest manifest : manifests) {
                out.println(manifest.title() + " " + applier.apply(manifest));
                out.flush();
            }
        }
        return 0;
    }
}
