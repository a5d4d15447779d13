package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Ages;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a line about a pod says: how many of its containers are ready, in a word how it does, and
/// how often it restarted. One run.
public final class PodSummary {
    private final JsonNode spec;
    private final JsonNode status;
    private final boolean beingDeleted;
    private int containers;
    private int ready;
    private long restarts;
    private @Nullable Instant lastRestart;
    private String word;

    private PodSummary(ObjectNode pod) {
        this.spec = pod.path("spec");
        this.status = pod.path("status");
        this.beingDeleted = Metadata.isBeingDeleted(pod);
        String phase = Trees.text(status, "phase");
        String reason = Trees.text(status, "reason");
        this.word = reason.isEmpty() ? phase : reason;
    }

    public static PodSummary of(ObjectNode pod) {
        PodSummary summary = new PodSummary(pod);
        summary.read();
        return summary;
    }

    /// Such as `1/2`.
    public String ready() {
        return ready + "/" + containers;
    }

    /// Such as `Running`, `CrashLoopBackOff`, `Init:0/1`, `Terminating`.
    public String status() {
        return word;
    }

    /// Such as `3 (5m ago)`.
    public String restarts(Instant now) {
        if (restarts == 0 || lastRestart == null) {
            return Long.toString(restarts);
        }
        return restarts + " (" + Ages.describe(Duration.between(lastRestart, now)) + " ago)";
    }

    private void read() {
        containers = spec.path("containers").size();
        for (JsonNode container : spec.path("initContainers")) {
            if (isSidecar(container)) {
                containers++;
            }
        }
        if (hasCondition("PodScheduled", "False", "SchedulingGated")) {
            word = "SchedulingGated";
        }
        long sidecarRestarts = readInitContainers();
        if (sidecarRestarts >= 0) {
            restarts = sidecarRestarts;
            readContainers();
        }
        String phase = Trees.text(status, "phase");
        boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
        if (beingDeleted && Trees.text(status, "reason").equals("NodeLost")) {
            word = "Unknown";
        } else if (beingDeleted && !ended) {
            word = "Terminating";
        }
    }

    /// Returns the restarts of sidecars, or -1 if initialisation has not ended.
    private long readInitContainers() {
        long sidecarRestarts = 0;
        int index = 0;
        for (JsonNode container : status.path("initContainerStatuses")) {
            boolean sidecar = isSidecar(spec.path("initContainers").path(index));
            restarts += container.path("restartCount").asLong(0);
            noteRestart(container);
            if (sidecar) {
                sidecarRestarts += container.path("restartCount").asLong(0);
            }
            JsonNode ended = container.at("/state/terminated");
            boolean done = ended.isObject() && ended.path("exitCode").asInt(0) == 0;
            boolean started = sidecar && container.path("started").asBoolean(false);
            if (!done && !started) {
                word = "Init:" + initWord(container, index);
                return hasCondition("Initialized", "True", null) ? sidecarRestarts : -1;
            }
            if (!done && container.path("ready").asBoolean(false)) {
                ready++;
            }
            index++;
        }
        return sidecarRestarts;
    }

    private String initWord(JsonNode container, int index) {
        JsonNode ended = container.at("/state/terminated");
        if (ended.isObject()) {
            return endWord(ended);
        }
        String waiting = container.at("/state/waiting/reason").asText("");
        if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
            return waiting;
        }
        return index + "/" + spec.path("initContainers").size();
    }

    private void readContainers() {
        boolean running = false;
        JsonNode statuses = status.path("containerStatuses");
        for (int i = statuses.size() - 1; i >= 0; i--) {
            JsonNode container = statuses.get(i);
            restarts += container.path("restartCount").asLong(0);
            noteRestart(container);
            String waiting = container.at("/state/waiting/reason").asText("");
            JsonNode ended = container.at("/state/terminated");
            if (!waiting.isEmpty()) {
                word = waiting;
            } else if (ended.isObject()) {
                word = endWord(ended);
            } else if (container.path("ready").asBoolean(false)
                    && container.at("/state/running").isObject()) {
                running = true;
                ready++;
            }
        }
        if (word.equals("Completed") && running) {
            word = hasCondition("Ready", "True", null) ? "Running" : "NotReady";
        }
    }

    private static String endWord(JsonNode ended) {
        String reason = Trees.text(ended, "reason");
        if (!reason.isEmpty()) {
            return reason;
        }
        int signal = ended.path("signal").asInt(0);
        return signal != 0 ? "Signal:" + signal : "ExitCode:" + ended.path("exitCode").asInt(0);
    }

    private void noteRestart(JsonNode container) {
        Instant finished = Ages.instant(container.at("/lastState/terminated/finishedAt"));
        if (finished != null && (lastRestart == null || finished.isAfter(lastRestart))) {
            lastRestart = finished;
        }
    }

    private static boolean isSidecar(JsonNode container) {
        return Trees.text(container, "restartPolicy").equals("Always");
    }

    private boolean hasCondition(String type, String value, @Nullable String reason) {
        for (JsonNode condition : status.path("conditions")) {
            if (Trees.text(condition, "type").equals(type)
                    && Trees.text(condition, "status").equals(value)
                    && (reason == null || Trees.text(condition, "reason").equals(reason))) {
                return true;
            }
        }
        return false;
    }
}
