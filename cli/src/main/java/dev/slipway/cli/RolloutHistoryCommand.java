package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.client.ResourcePaths;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReleaseRecord;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `slipway rollout history`: what releases a workload had, also when it is gone.
@Command(
        name = "history",
        description = "Show the releases of a workload, or one of them with all its steps.",
        mixinStandardHelpOptions = true)
final class RolloutHistoryCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(
            index = "0",
            paramLabel = "[KIND/]NAME",
            description = "The workload, as `api` (a Rollout) or `deployment/api`.")
    private String target = "";

    @Option(
            names = "--revision",
            paramLabel = "NUMBER",
            description = "Show this one, with the evidence of each step.")
    private @Nullable Long revision;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (ApiConnection api = connection.connect()) {
            int slash = target.indexOf('/');
            String kindName = slash < 0 ? "rollouts.argoproj.io" : target.substring(0, slash);
            Kind<RawResource> kind = Discovery.of(api).named(kindName);
            String name = target.substring(slash + 1);
            List<ReleaseRecord> records =
                    records(
                            api,
                            kind.type().kind(),
                            name,
                            connection.namespaceOr(api.defaultNamespace()));
            String title = kind.type().kind() + " " + name;
            if (records.isEmpty()) {
                throw new CommandException("There is no record of a release of " + title + ".");
            }
            out.print(
                    revision == null
                            ? ReleaseTexts.table(records, Instant.now())
                            : ReleaseTexts.details(chosen(records, title, revision)));
        }
        out.flush();
        return 0;
    }

    /// Earliest first.
    private static List<ReleaseRecord> records(
            ApiConnection api, String kind, String name, String namespace) {
        String path = ResourcePaths.collection(Kinds.RELEASE_RECORD, namespace);
        ObjectNode list = api.send(Call.get(path)).json();
        List<ReleaseRecord> records = new ArrayList<>();
        for (JsonNode item : list.path("items")) {
            JsonNode workload = item.at("/spec/workload");
            if (workload.path("kind").asText().equals(kind)
                    && workload.path("name").asText().equals(name)) {
                records.add(Json.convert(item, ReleaseRecord.class));
            }
        }
        records.sort(
                Comparator.comparing((ReleaseRecord record) -> record.spec().started())
                        .thenComparingLong(record -> record.spec().revision()));
        return records;
    }

    /// The newest of that number: a workload made anew counts from one again.
    private static ReleaseRecord chosen(List<ReleaseRecord> records, String title, long wanted) {
        return records.reversed().stream()
                .filter(record -> record.spec().revision() == wanted)
                .findFirst()
                .orElseThrow(() ->
                        new CommandException(
                                "There is no record of revision %d of %s (there are: %s)."
                                        .formatted(
                                                wanted,
                                                title,
                                                records.stream()
                                                        .map(record -> record.spec().revision())
                                                        .distinct()
                                                        .toList())));
    }
}
