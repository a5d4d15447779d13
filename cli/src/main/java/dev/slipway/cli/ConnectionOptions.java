package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.Kubeconfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which API server to talk to, and in which namespace.
final class ConnectionOptions {
    @Mixin DataOptions data = new DataOptions();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Talk to the cluster of this file instead of the local server.")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "Context of that file.")
    private @Nullable String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Namespace (default: the context's, usually \"default\").")
    private @Nullable String namespace;

    /// A connection the caller must close. Fails if no server runs for the data folder.
    ApiConnection connect() {
        return new ApiConnection(config());
    }

    Kubeconfig config() {
        if (kubeconfig != null) {
            return Kubeconfig.load(kubeconfig, context);
        }
        Path own = data.folder().kubeconfig();
        if (!Files.exists(own) || data.folder().runningServer().isEmpty()) {
            throw new CommandException(
                    "No server runs for "
                            + data.folder().path()
                            + ". Start one with `slipway server`"
                            + " or `slipway up DIR`, or name a cluster with --kubeconfig.");
        }
        return Kubeconfig.load(own, context);
    }

    String namespaceOr(String otherwise) {
        return namespace != null ? namespace : otherwise;
    }
}
