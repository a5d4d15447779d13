package dev.slipway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.client.ResourcePaths;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `slipway rollout`: watches and steers how a new version comes in.
@Command(
        name = "rollout",
        description = "Watch and steer releases: `rollout status rollout/api`.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class RolloutCommand implements Runnable {
    private static final String MERGE = "application/merge-patch+json";

    @Spec private CommandSpec spec = CommandSpec.create();

    /// The workload a subcommand is about.
    private record Workload(Kind<RawResource> kind, ObjectKey key, ObjectNode tree) {
        static Workload find(ApiConnection api, ConnectionOptions connection, String target) {
            int slash = target.indexOf('/');
            String kindName = slash < 0 ? "rollout" : target.substring(0, slash);
            Kind<RawResource> kind = Discovery.of(api).named(kindName);
            ObjectKey key =
                    new ObjectKey(
                            connection.namespaceOr(api.defaultNamespace()),
                            target.substring(slash + 1));
            return new Workload(
                    kind, key, api.send(Call.get(ResourcePaths.object(kind, key))).json());
        }

        String title() {
            return kind.type().kind() + " " + key.name();
        }

        boolean isRollout() {
            return kind.type().kind().equals("Rollout");
        }

        String path() {
            return ResourcePaths.object(kind, key);
        }

        void mustBeRollout(String verb) {
            if (!isRollout()) {
                throw new CommandException(
                        title()
                                + " cannot be "
                                + verb
                                + ": only a Rollout has steps"
                                + " (for a Deployment see `rollout undo`)");
            }
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: status, undo, promote, abort or retry.");
    }

    @Command(
            name = "status",
            description = "Wait until the newest version is fully rolled out, or has failed.",
            mixinStandardHelpOptions = true)
    int status(
            @Mixin ConnectionOptions connection,
            @Parameters(paramLabel = "KIND/NAME") String target,
            @Option(
                            names = "--timeout",
                            paramLabel = "SECONDS",
                            defaultValue = "600",
                            description = "Give up after this time (default: ${DEFAULT-VALUE}).")
                    int timeoutSeconds)
            throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (ApiConnection api = connection.connect()) {
            Workload workload = Workload.find(api, connection, target);
            new ReadyWait(api, new ProgressView(out))
                    .await(
                            List.of(new ReadyWait.Subject(workload.kind(), workload.key())),
                            Duration.ofSeconds(timeoutSeconds));
            out.println(workload.title() + " is rolled out.");
            out.flush();
        }
        return 0;
    }

    @Command(
            name = "undo",
            description = "Go back to the version before, or to a given revision.",
            mixinStandardHelpOptions = true)
    int undo(
            @Mixin ConnectionOptions connection,
            @Parameters(paramLabel = "KIND/NAME") String target,
            @Option(
                            names = "--to-revision",
                            paramLabel = "NUMBER",
                            description = "That revision (default: the one before the newest).")
                    @Nullable Long revision) {
        try (ApiConnection api = connection.connect()) {
            Workload workload = Workload.find(api, connection, target);
            Revisions revisions = Revisions.of(api, workload.tree(), workload.isRollout());
            Revisions.Revision goal = revisions.goal(revision);
            var operations =
                    com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
            operations
                    .addObject()
                    .put("op", "replace")
                    .put("path", "/spec/template")
                    .set("value", goal.template());
            api.send(Call.patch(workload.path(), "application/json-patch+json", operations));
            say(workload.title() + " goes back to revision " + goal.number() + ".");
        }
        return 0;
    }

    @Command(
            name = "promote",
            description = "Go on past the current pause; with --full, to 100 %% at once.",
            mixinStandardHelpOptions = true)
    int promote(
            @Mixin ConnectionOptions connection,
            @Parameters(paramLabel = "NAME") String target,
            @Option(names = "--full", description = "Skip all steps that are left.") boolean full) {
        try (ApiConnection api = connection.connect()) {
            Workload workload = Workload.find(api, connection, target);
            workload.mustBeRollout("promoted");
            ObjectNode change = Json.object();
            ObjectNode status = change.putObject("status");
            if (full) {
                status.put("promoteFull", true);
            }
            status.putNull("pauseConditions");
            api.send(Call.patch(workload.path() + "/status", MERGE, change));
            say(workload.title() + (full ? " goes to 100 %." : " goes on."));
        }
        return 0;
    }

    @Command(
            name = "abort",
            description = "Take all traffic from the new version and end it.",
            mixinStandardHelpOptions = true)
    int abort(@Mixin ConnectionOptions connection, @Parameters(paramLabel = "NAME") String target) {
        setAbort(connection, target, true);
        return 0;
    }

    @Command(
            name = "retry",
            description = "Try an aborted version again from the first step.",
            mixinStandardHelpOptions = true)
    int retry(@Mixin ConnectionOptions connection, @Parameters(paramLabel = "NAME") String target) {
        setAbort(connection, target, false);
        return 0;
    }

    private void setAbort(ConnectionOptions connection, String target, boolean abort) {
        try (ApiConnection api = connection.connect()) {
            Workload workload = Workload.find(api, connection, target);
            workload.mustBeRollout(abort ? "aborted" : "retried");
            ObjectNode change = Json.object();
            change.putObject("status").put("abort", abort);
            api.send(Call.patch(workload.path() + "/status", MERGE, change));
            say(workload.title() + (abort ? " is aborted." : " is tried again."));
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
