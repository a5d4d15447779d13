package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.Kubeconfig;
import dev.slipway.node.process.Images;
import dev.slipway.server.DataFolder;
import dev.slipway.server.RunningServer;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `slipway up`: from a folder to a running backend.
@Command(
        name = "up",
        description = {
            "Apply manifests and wait until everything is ready; starts a server if none runs.",
            "A folder without manifests but with a Procfile, a package.json with a start script or a"
                    + " runnable jar is run as it is."
        },
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions options = new ServerOptions();

    @Parameters(arity = "1..*", paramLabel = "DIR|FILE", description = "Manifests, or a project.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = {"-d", "--detach"},
            description = "Return once everything is ready; server and pods go on.")
    private boolean detach;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Where objects without a namespace go (default: ${DEFAULT-VALUE}).")
    private String namespace = "default";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description = "Give up if not ready by then (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        @Nullable Project project = project();
        List<Manifest> manifests = project == null ? Manifests.read(paths) : List.of();
        DataFolder folder = options.data().folder();
        Optional<RunningServer> running = folder.runningServer();
        RunningServer server = running.isPresent() ? running.get() : start(out);
        boolean ours = running.isEmpty() && !detach;
        if (ours) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> BackgroundServer.stop(folder, server, true)));
        }
        if (project != null) {
            manifests = imported(project, folder, out);
        }
        deploy(manifests, folder, server, out);
        if (ours) {
            out.println("Ctrl-C stops the server and the pods.");
            out.flush();
            ProcessHandle.of(server.processId()).ifPresent(process -> process.onExit().join());
            throw new CommandException("The server has ended; see " + folder.serverLog());
        }
        return 0;
    }

    /// A single folder without manifests may be a project.
    private @Nullable Project project() {
        Path only = paths.getFirst();
        if (paths.size() > 1 || !Files.isDirectory(only) || Manifests.areIn(only)) {
            return null;
        }
        return Project.find(only)
                .orElseThrow(() ->
                        new CommandException(
                                only
                                        + " has no manifests (*.yaml, *.yml, *.json), no Procfile,"
                                        + " no package.json with a start script and no runnable"
                                        + " jar."));
    }

    private RunningServer start(PrintWriter out) throws InterruptedException {
        out.println("Starting a server on " + options.data().folder().path());
        out.flush();
        return BackgroundServer.start(options, !detach);
    }

    private static List<Manifest> imported(Project project, DataFolder folder, PrintWriter out) {
        String image = ProjectImage.importInto(new Images(folder.images()), project);
        List<Manifest> manifests = ProjectManifests.of(project, image);
        out.println("No manifests in " + project.folder() + "; these are used:");
        for (Manifest manifest : manifests) {
            out.println("---");
            out.print(Documents.yaml(manifest.tree()));
        }
        out.println("---");
        out.flush();
        return manifests;
    }

    private void deploy(
            List<Manifest> manifests, DataFolder folder, RunningServer server, PrintWriter out)
            throws InterruptedException {
        try (ApiConnection api = new ApiConnection(Kubeconfig.load(folder.kubeconfig(), null))) {
            Applier applier = new Applier(api, Discovery.of(api), namespace);
            ManifestSet.of(manifests, applier)
                    .apply(out)
                    .awaitReady(api, out, Duration.ofSeconds(timeoutSeconds));
        }
        out.println("Ready.");
        Addresses.of(manifests, server.edgePort()).forEach(url -> out.println("  " + url));
        out.println("  console  http://127.0.0.1:" + server.consolePort());
        out.flush();
    }
}
