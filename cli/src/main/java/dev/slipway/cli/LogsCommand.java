package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.client.ListQuery;
import dev.slipway.client.RemoteCluster;
import dev.slipway.client.ResourcePaths;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Pod;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `slipway logs`: the output of a pod, or of every pod of a workload.
@Command(
        name = "logs",
        description = "Print a pod's output: `logs POD`, or of all pods: `logs deploy/api`.",
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(paramLabel = "POD|KIND/NAME", description = "Whose output.")
    private String target = "";

    @Option(
            names = {"-c", "--container"},
            paramLabel = "NAME",
            description = "Of this container.")
    private @Nullable String container;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as more is written.")
    private boolean follow;

    @Option(
            names = {"-p", "--previous"},
            description = "Of the run before the last restart.")
    private boolean previous;

    @Option(names = "--timestamps", description = "Begin each line with its time.")
    private boolean timestamps;

    @Option(names = "--tail", paramLabel = "LINES", description = "Only the last lines.")
    private @Nullable Integer tailLines;

    @Override
    public Integer call() throws InterruptedException {
        try (ApiConnection api = connection.connect()) {
            List<ObjectKey> pods = pods(api);
            List<Thread> readers = new ArrayList<>();
            AtomicBoolean failed = new AtomicBoolean();
            for (ObjectKey pod : pods) {
                String prefix = pods.size() > 1 ? "[" + pod.name() + "] " : "";
                readers.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    if (!copy(api, pod, prefix)) {
                                        failed.set(true);
                                    }
                                }));
            }
            for (Thread reader : readers) {
                reader.join();
            }
            return failed.get() ? CommandException.FAILED : 0;
        }
    }

    private List<ObjectKey> pods(ApiConnection api) {
        String namespace = connection.namespaceOr(api.defaultNamespace());
        int slash = target.indexOf('/');
        if (slash < 0 || target.startsWith("pod/") || target.startsWith("pods/")) {
            return List.of(new ObjectKey(namespace, target.substring(slash + 1)));
        }
        Kind<RawResource> kind = Discovery.of(api).named(target.substring(0, slash));
        ObjectKey owner = new ObjectKey(namespace, target.substring(slash + 1));
        JsonNode tree = api.send(Call.get(ResourcePaths.object(kind, owner))).json();
        JsonNode selector = tree.path("spec").path("selector");
        if (!selector.isObject()) {
            throw new CommandException(target + " selects no pods (expected: a workload)");
        }
        LabelSelector labels =
                selector.has("matchLabels") || selector.has("matchExpressions")
                        ? Json.convert(selector, LabelSelector.class)
                        : LabelSelector.everything();
        List<Pod> pods =
                new RemoteCluster(api)
                        .resources(Kinds.POD)
                        .list(ListQuery.inNamespace(namespace).withLabels(labels))
                        .items();
        if (pods.isEmpty()) {
            throw new CommandException(target + " has no pods yet");
        }
        return pods.stream().map(Pod::key).toList();
    }

    /// Returns whether the output could be read to its end.
    private boolean copy(ApiConnection api, ObjectKey pod, String prefix) {
        PrintWriter out = spec.commandLine().getOut();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                api.stream(Call.get(path(pod), "*/*")), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.println(prefix + line);
                out.flush();
            }
            return true;
        } catch (IOException e) {
            spec.commandLine().getErr().println("slipway: logs of " + pod + " broke off: " + e);
        } catch (ApiException e) {
            spec.commandLine().getErr().println("slipway: " + e.getMessage());
        }
        return false;
    }

    private String path(ObjectKey pod) {
        List<String> query = new ArrayList<>();
        query.add("follow=" + follow);
        query.add("previous=" + previous);
        query.add("timestamps=" + timestamps);
        if (container != null) {
            query.add("container=" + ResourcePaths.encode(container));
        }
        if (tailLines != null) {
            query.add("tailLines=" + tailLines);
        }
        return ResourcePaths.object(Kinds.POD, pod) + "/log?" + String.join("&", query);
    }
}
