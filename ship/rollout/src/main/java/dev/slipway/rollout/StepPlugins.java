package dev.slipway.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Calls the plugins that steps of Rollouts name, and keeps what they answered until the status has
/// it. Reconciling never waits for a plugin: the answer wakes the Rollout. A call whose answer was
/// lost (the server died, or the status could not be written) is made again with the same id.
/// Thread-safe.
final class StepPlugins {
    private final PluginAddresses addresses;
    private final PluginCalls calls;
    private final Executor executor;
    private final Consumer<ObjectKey> wake;

    /// The calls of each Rollout that are under way, or whose answers are not in its status yet.
    @GuardedBy("this")
    private final Map<ObjectKey, List<Pending>> pending = new HashMap<>();

    private record Call(String id, String operation, int number) {
        static Call of(PluginStatus status) {
            return new Call(
                    Objects.requireNonNullElse(status.id(), ""),
                    Objects.requireNonNullElse(status.operation(), ""),
                    status.call());
        }
    }

    private record Pending(Call call, PluginStatus.@Nullable Answer answer) {}

    StepPlugins(
            PluginAddresses addresses,
            PluginCalls calls,
            Executor executor,
            Consumer<ObjectKey> wake) {
        this.addresses = addresses;
        this.calls = calls;
        this.executor = executor;
        this.wake = wake;
    }

    /// The entries of the status, with the answers that have come meanwhile.
    synchronized List<PluginStatus> of(Rollout rollout, Instant now) {
        List<PluginStatus> statuses = PluginStatus.of(rollout);
        List<Pending> known = pending.getOrDefault(rollout.key(), List.of());
        List<PluginStatus> merged = new ArrayList<>();
        for (PluginStatus status : statuses) {
            PluginStatus.Answer answer = null;
            for (Pending each : known) {
                if (!status.isFinished() && each.call().equals(Call.of(status))) {
                    answer = each.answer();
                }
            }
            merged.add(answer == null ? status : status.after(answer, now));
        }
        return merged;
    }

    /// Makes the calls that are due. To be called once the status is written: an operation that it
    /// does not have cannot be told from one that was never begun.
    void carryOut(Scene scene) {
        List<PluginStatus> open = PluginSteps.open(scene);
        List<PluginStatus> due = new ArrayList<>();
        ObjectKey key = scene.rollout().key();
        synchronized (this) {
            List<Pending> known = pending.getOrDefault(key, List.of());
            List<Pending> kept = new ArrayList<>();
            for (PluginStatus status : open) {
                Call call = Call.of(status);
                Instant when = status.due();
                known.stream().filter(each -> each.call().equals(call)).forEach(kept::add);
                boolean made = kept.stream().anyMatch(each -> each.call().equals(call));
                if (!made && when != null && !when.isAfter(scene.now())) {
                    kept.add(new Pending(call, null));
                    due.add(status);
                }
            }
            keep(key, kept);
        }
        due.forEach(status -> start(scene, status));
    }

    synchronized void forget(ObjectKey key) {
        pending.remove(key);
    }

    private void start(Scene scene, PluginStatus status) {
        ObjectKey key = scene.rollout().key();
        ObjectNode request = request(scene, status);
        String name = Objects.requireNonNullElse(status.name(), "");
        executor.execute(() -> {
            String address = addresses.find(name);
            PluginStatus.Answer answer =
                    address == null
                            ? PluginCalls.failed(PluginAddresses.unknown(name))
                            : calls.call(address, request);
            if (answered(key, Call.of(status), answer)) {
                wake.accept(key);
            }
        });
    }

    /// Whether anybody still waits for it.
    private synchronized boolean answered(ObjectKey key, Call call, PluginStatus.Answer answer) {
        List<Pending> known = new ArrayList<>(pending.getOrDefault(key, List.of()));
        boolean wanted = known.removeIf(each -> each.call().equals(call));
        if (wanted) {
            known.add(new Pending(call, answer));
            keep(key, known);
        }
        return wanted;
    }

    @GuardedBy("this")
    private void keep(ObjectKey key, List<Pending> calls) {
        if (calls.isEmpty()) {
            pending.remove(key);
        } else {
            pending.put(key, calls);
        }
    }

    private static ObjectNode request(Scene scene, PluginStatus status) {
        int index = Objects.requireNonNullElse(status.index(), 0);
        List<Rollout.Step> steps = CanaryPlan.steps(scene.rollout());
        Rollout.PluginStep step = index < steps.size() ? steps.get(index).plugin() : null;
        ObjectNode request = Json.object();
        request.put("id", status.id());
        request.put("operation", status.operation());
        request.put("call", status.call());
        request.put("plugin", status.name());
        request.put("step", index);
        JsonNode config = step == null ? null : step.config();
        request.set("config", config == null ? Json.object() : config);
        ObjectNode rollout = Json.object();
        rollout.put("apiVersion", Kinds.ROLLOUT.type().apiVersion());
        rollout.put("kind", Kinds.ROLLOUT.type().kind());
        rollout.setAll(Json.tree(scene.rollout()));
        request.set("rollout", rollout);
        JsonNode kept = kept(scene, status);
        if (kept != null) {
            request.set("status", kept);
        }
        return request;
    }

    /// What the plugin wants to be told again: an operation that ends a run begins with what that
    /// had.
    private static @Nullable JsonNode kept(Scene scene, PluginStatus status) {
        if (status.status() != null) {
            return status.status();
        }
        return PluginSteps.of(scene).stream()
                .filter(each -> each.is(PluginStatus.RUN) && Objects.equals(each.id(), status.id()))
                .map(PluginStatus::status)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
