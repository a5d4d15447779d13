package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.kinds.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An entry of `status.canary.stepPluginStatuses`: how an operation of a `plugin` step goes. The
/// fields are Argo's, and two more: `id` names the operation for the plugin and stays the same
/// however often it is called, `errors` counts the calls in a row that came to nothing.
///
/// An operation goes on until `finishedAt` is set; the next call is due `backoff` after
/// `updatedAt`.
record PluginStatus(
        @Nullable Integer index,
        @Nullable String name,
        @Nullable String operation,
        @Nullable String phase,
        @Nullable String message,
        @Nullable Instant startedAt,
        @Nullable Instant updatedAt,
        @Nullable Instant finishedAt,
        @Nullable String backoff,
        @Nullable Integer executions,
        @Nullable Integer errors,
        @Nullable String id,
        @Nullable JsonNode status) {
    static final String RUN = "Run";
    static final String TERMINATE = "Terminate";
    static final String ABORT = "Abort";

    static final String RUNNING = "Running";
    static final String SUCCESSFUL = "Successful";
    static final String FAILED = "Failed";
    static final String ERROR = "Error";

    /// So many calls in a row may come to nothing before the operation has failed.
    static final int ERRORS_MAX = 5;

    private static final Duration ERROR_WAIT = Duration.ofSeconds(10);

    /// What a call came to: what the plugin answered, or the phase `Error` and why there is no
    /// answer.
    record Answer(
            String phase,
            @Nullable String message,
            Duration requeueAfter,
            @Nullable JsonNode status) {}

    /// An operation that has not been called yet.
    static PluginStatus begun(int index, String name, String operation, String id, Instant now) {
        Instant whole = whole(now);
        return new PluginStatus(
                index, name, operation, RUNNING, null, whole, whole, null, null, 0, 0, id, null);
    }

    /// Those that a status has; what others wrote into it and cannot be read is left out.
    static List<PluginStatus> of(Rollout rollout) {
        List<PluginStatus> statuses = new ArrayList<>();
        for (ObjectNode tree : rollout.status().canary().stepPluginStatuses()) {
            try {
                PluginStatus status = Json.convert(tree, PluginStatus.class);
                if (status.id != null && status.index != null && status.updatedAt != null) {
                    statuses.add(status);
                }
            } catch (ApiException _) {
                // Nobody of ours wrote that.
            }
        }
        return statuses;
    }

    /// The entry after a call.
    PluginStatus after(Answer answer, Instant now) {
        boolean erred = ERROR.equals(answer.phase());
        int failures = erred ? orZero(errors) + 1 : 0;
        boolean ends = erred ? failures >= ERRORS_MAX : !RUNNING.equals(answer.phase());
        Duration wait =
                erred ? ERROR_WAIT.multipliedBy(1L << (failures - 1)) : answer.requeueAfter();
        return new PluginStatus(
                index,
                name,
                operation,
                answer.phase(),
                answer.message(),
                startedAt,
                whole(now),
                ends ? whole(now) : null,
                ends ? null : wait.toMillis() + "ms",
                call(),
                failures,
                id,
                answer.status() == null ? status : answer.status());
    }

    boolean is(String wanted) {
        return wanted.equals(operation);
    }

    boolean isFinished() {
        return finishedAt != null;
    }

    boolean isSuccessful() {
        return isFinished() && SUCCESSFUL.equals(phase);
    }

    boolean hasFailed() {
        return isFinished() && !SUCCESSFUL.equals(phase);
    }

    /// Which call the next one is, counted from one.
    int call() {
        return orZero(executions) + 1;
    }

    /// When the next call is to be made; null if there is none.
    @Nullable Instant due() {
        if (isFinished() || updatedAt == null) {
            return null;
        }
        Duration wait = backoff == null ? null : Durations.of(backoff);
        return wait == null ? updatedAt : updatedAt.plus(wait);
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /// Times in a status carry whole seconds.
    private static Instant whole(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond());
    }
}
