package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.ApiConnection;
import dev.slipway.client.ApiConnection.Call;
import dev.slipway.client.ListQuery;
import dev.slipway.client.RemoteCluster;
import dev.slipway.client.ResourcePaths;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.Kinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Waits until objects are ready and shows meanwhile how far each is and what holds it up.
final class ReadyWait {
    private static final long POLL_MILLIS = 200;

    /// An object waited for.
    record Subject(Kind<RawResource> kind, ObjectKey key) {
        String title() {
            return kind.type().kind().toLowerCase(java.util.Locale.ROOT) + "/" + key.name();
        }
    }

    private final ApiConnection api;
    private final ProgressView view;

    ReadyWait(ApiConnection api, ProgressView view) {
        this.api = api;
        this.view = view;
    }

    /// Returns once all are ready. Fails when one never will be, or after `timeout`.
    void await(List<Subject> subjects, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<Subject> waiting = new ArrayList<>(subjects);
        while (!waiting.isEmpty()) {
            waiting.removeIf(this::isReady);
            if (!waiting.isEmpty() && System.nanoTime() > deadline) {
                throw new CommandException(
                        waiting.getFirst().title()
                                + " is not ready after "
                                + timeout.toSeconds()
                                + " s: "
                                + stateOf(waiting.getFirst()).detail());
            }
            if (!waiting.isEmpty()) {
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private boolean isReady(Subject subject) {
        Readiness state = stateOf(subject);
        switch (state) {
            case Readiness.Ready(String detail) -> {
                if (!detail.isEmpty()) {
                    view.show(subject.title(), "ready, " + detail);
                }
                return true;
            }
            case Readiness.Waiting(String detail) -> {
                view.show(subject.title(), detail);
                return false;
            }
            case Readiness.Failed(String detail) ->
                    throw new CommandException(subject.title() + " failed: " + detail);
        }
    }

    private Readiness stateOf(Subject subject) {
        ObjectNode object =
                api.send(Call.get(ResourcePaths.object(subject.kind(), subject.key()))).json();
        Readiness state = Readiness.of(object);
        if (state instanceof Readiness.Waiting(String detail)) {
            String trouble = trouble(object, subject.key().namespace());
            return trouble.isEmpty() ? state : new Readiness.Waiting(detail + "; " + trouble);
        }
        return state;
    }

    /// What the first pod in trouble complains of.
    private String trouble(ObjectNode object, String namespace) {
        JsonNode selector = object.path("spec").path("selector");
        if (!selector.isObject()) {
            return "";
        }
        ListQuery query =
                ListQuery.inNamespace(namespace)
                        .withLabels(Json.convert(selector, LabelSelector.class));
        for (RawResource pod :
                new RemoteCluster(api).resources(Kinds.POD.raw()).list(query).items()) {
            for (JsonNode container : pod.tree().path("status").path("containerStatuses")) {
                JsonNode waiting = container.path("state").path("waiting");
                String reason = waiting.path("reason").asText("");
                if (!reason.isEmpty() && !reason.equals("ContainerCreating")) {
                    String message = waiting.path("message").asText("");
                    return "pod "
                            + pod.key().name()
                            + ": "
                            + reason
                            + (message.isEmpty() ? "" : ", " + message);
                }
            }
        }
        return "";
    }
}
