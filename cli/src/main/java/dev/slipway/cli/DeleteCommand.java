package dev.slipway.cli;

import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.client.ListQuery;
import dev.slipway.client.RemoteCluster;
import dev.slipway.client.ResourcePaths;
import dev.slipway.client.Resources;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.LabelSelectors;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `slipway delete`: deletes objects by name, by label, or those of manifests, and waits until they
/// are gone.
@Command(
        name = "delete",
        description = "Delete objects and wait until they are gone.",
        mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {
    private static final Duration WAIT_MAX = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 100;

    /// One object to delete.
    private record Doomed(Kind<RawResource> kind, ObjectKey key) {
        String title() {
            return kind.type().kind() + " " + key.name();
        }
    }

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(arity = "0..*", paramLabel = "KIND [NAME]", description = "What to delete.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR",
            description = "The objects of these manifests.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABELS",
            description = "Objects with these labels.")
    private @Nullable String selector;

    @Option(names = "--all", description = "All of the kind in the namespace.")
    private boolean all;

    @Option(names = "--no-wait", description = "Do not wait until they are gone.")
    private boolean noWait;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (ApiConnection api = connection.connect()) {
            List<Doomed> doomed = doomed(api, Discovery.of(api));
            for (Doomed object : doomed) {
                api.send(
                        Call.delete(
                                ResourcePaths.object(object.kind(), object.key()),
                                Json.object().put("propagationPolicy", "Background")));
                out.println(object.title() + " deleted");
                out.flush();
            }
            if (!noWait) {
                awaitGone(api, doomed);
            }
        }
        return 0;
    }

    private List<Doomed> doomed(ApiConnection api, Discovery discovery) {
        String namespace = connection.namespaceOr(api.defaultNamespace());
        List<Doomed> doomed = new ArrayList<>();
        if (!files.isEmpty()) {
            for (Manifest manifest : Manifests.read(files).reversed()) {
                discovery
                        .find(manifest.type())
                        .ifPresent(kind ->
                                doomed.add(new Doomed(kind, manifest.key(kind, namespace))));
            }
            return doomed;
        }
        for (var wanted : ResourceArguments.parse(arguments, discovery).wanted().entrySet()) {
            Kind<RawResource> kind = wanted.getKey();
            String within = kind.namespaced() ? namespace : "";
            List<String> names =
                    wanted.getValue().isEmpty() ? selected(api, kind, within) : wanted.getValue();
            names.forEach(name -> doomed.add(new Doomed(kind, new ObjectKey(within, name))));
        }
        return doomed;
    }

    private List<String> selected(ApiConnection api, Kind<RawResource> kind, String namespace) {
        if (selector == null && !all) {
            throw new CommandException(
                    CommandException.USAGE,
                    "Say which: a name, a selector with -l, or --all for all of that kind.");
        }
        ListQuery query = ListQuery.inNamespace(namespace);
        if (selector != null) {
            query = query.withLabels(LabelSelectors.parse(selector));
        }
        return new RemoteCluster(api)
                .resources(kind).list(query).items().stream()
                        .map(object -> object.key().name())
                        .toList();
    }

    private static void awaitGone(ApiConnection api, List<Doomed> doomed)
            throws InterruptedException {
        RemoteCluster cluster = new RemoteCluster(api);
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        for (Doomed object : doomed) {
            Resources<RawResource> resources = cluster.resources(object.kind());
            while (resources.find(object.key()).isPresent()) {
                if (System.nanoTime() > deadline) {
                    throw new CommandException(
                            object.title()
                                    + " is still there after "
                                    + WAIT_MAX.toMinutes()
                                    + " minutes; a finalizer may hold it");
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }
}
