package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.Kubeconfig;
import dev.slipway.client.RemoteCluster;
import dev.slipway.model.RawResource;
import dev.slipway.server.KubernetesInstallation;
import dev.slipway.server.install.InstallManifests;
import dev.slipway.server.install.Installer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `slipway install`: what a cluster of somebody else needs before a server can work in it.
@Command(
        name = "install",
        description = "Prepare a Kubernetes cluster for `slipway server --kubeconfig`.",
        mixinStandardHelpOptions = true)
final class InstallCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "The cluster; needs the rights to define kinds and roles.")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "Context of that file.")
    private @Nullable String context;

    @Option(
            names = "--print",
            description = "Write the manifests to standard output, for kubectl apply -f -.")
    private boolean print;

    @Override
    public Integer call() {
        InstallManifests manifests = KubernetesInstallation.manifests();
        PrintWriter out = spec.commandLine().getOut();
        if (print) {
            print(manifests, out);
            return 0;
        }
        if (kubeconfig == null) {
            throw new CommandException(
                    CommandException.USAGE, "Name the cluster with --kubeconfig, or --print.");
        }
        try (ApiConnection connection = new ApiConnection(Kubeconfig.load(kubeconfig, context))) {
            Installer installer = new Installer(new RemoteCluster(connection));
            for (Installer.Installed each : installer.install(manifests.all())) {
                out.println(each.object() + " " + words(each.outcome()));
            }
        }
        return 0;
    }

    private static String words(Installer.Outcome outcome) {
        return switch (outcome) {
            case CREATED, UPDATED -> outcome.name().toLowerCase(Locale.ROOT);
            case LEFT -> "left as it is: somebody else installed it";
        };
    }

    private static void print(InstallManifests manifests, PrintWriter out) {
        for (RawResource object : manifests.all()) {
            out.println("---");
            out.print(Documents.yaml(object.tree()));
        }
    }
}
