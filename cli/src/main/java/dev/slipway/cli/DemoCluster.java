package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.client.ListQuery;
import dev.slipway.client.RemoteCluster;
import dev.slipway.client.ResourcePaths;
import dev.slipway.model.Kind;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The demo's look at the cluster: its objects, and waiting for what must become of them. The limit
/// is generous, for a machine that builds something else meanwhile; nothing depends on how soon.
final class DemoCluster {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final long POLL_MILLIS = 100;
    private static final String NAMESPACE = "default";

    private final ApiConnection api;
    private final Discovery discovery;
    private final DemoNarration narration;

    DemoCluster(ApiConnection api, DemoNarration narration) {
        this.api = api;
        this.discovery = Discovery.of(api);
        this.narration = narration;
    }

    ObjectNode rollout(String name) {
        return object(discovery.named("rollouts.argoproj.io"), name);
    }

    ObjectNode deployment(String name) {
        return object(Kinds.DEPLOYMENT.raw(), name);
    }

    ObjectNode release(String name) {
        return object(Kinds.RELEASE.raw(), name);
    }

    ObjectNode configMap(String name) {
        return object(Kinds.CONFIG_MAP.raw(), name);
    }

    private ObjectNode object(Kind<RawResource> kind, String name) {
        ObjectKey key = new ObjectKey(NAMESPACE, name);
        return api.send(Call.get(ResourcePaths.object(kind, key))).json();
    }

    /// The pods of one version that are to stay.
    List<RawResource> pods(String label, String hash) {
        ListQuery query =
                ListQuery.inNamespace(NAMESPACE)
                        .withLabels(LabelSelector.ofLabels(Map.of(label, hash)));
        return new RemoteCluster(api)
                .resources(Kinds.POD.raw()).list(query).items().stream()
                        .filter(pod -> !pod.metadata().isBeingDeleted())
                        .toList();
    }

    /// Tells whenever what there is to tell changes, until `done` holds.
    void follow(
            Supplier<ObjectNode> look,
            Function<ObjectNode, String> describe,
            Predicate<ObjectNode> done,
            String otherwise)
            throws InterruptedException {
        String[] told = {""};
        await(
                () -> {
                    ObjectNode object = look.get();
                    String now = describe.apply(object);
                    if (!now.isEmpty() && !now.equals(told[0])) {
                        narration.say(now);
                        told[0] = now;
                    }
                    return done.test(object);
                },
                otherwise);
    }

    static void await(BooleanSupplier condition, String otherwise) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            require(System.nanoTime() < deadline, otherwise + " in " + TIMEOUT.toSeconds() + " s");
            Thread.sleep(POLL_MILLIS);
        }
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new CommandException(otherwise);
        }
    }

    static JsonNode condition(ObjectNode object, String type) {
        for (JsonNode condition : object.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    static String image(ObjectNode workload) {
        return workload.at("/spec/template/spec/containers/0/image").asText();
    }

    static boolean isObserved(ObjectNode workload) {
        return workload.at("/status/observedGeneration").asLong()
                >= workload.at("/metadata/generation").asLong();
    }

    /// Whether a Rollout has that image, fully and to itself.
    static boolean isFullyOn(ObjectNode rollout, String image) {
        JsonNode status = rollout.path("status");
        return isObserved(rollout)
                && image(rollout).equals(image)
                && status.path("phase").asText().equals("Healthy")
                && status.path("stableRS")
                        .asText("-")
                        .equals(status.path("currentPodHash").asText());
    }
}
