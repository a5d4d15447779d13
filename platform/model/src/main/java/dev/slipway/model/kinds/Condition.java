package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One aspect of an object's state: `status` is `True`, `False` or `Unknown`; `reason` is a word
/// for machines, `message` a sentence for people. Which times are kept depends on the kind.
public record Condition(
        String type,
        String status,
        @Nullable Long observedGeneration,
        @Nullable Instant lastProbeTime,
        @Nullable Instant lastUpdateTime,
        @Nullable Instant lastTransitionTime,
        @Nullable String reason,
        @Nullable String message) {
    public Condition {
        requireNonNull(type, "type");
        requireNonNull(status, "status");
    }

    public static Condition of(
            String type, boolean holds, String reason, String message, Instant now) {
        return new Condition(
                type, holds ? "True" : "False", null, null, null, now, reason, message);
    }

    /// The condition of that type, or null.
    public static @Nullable Condition find(List<Condition> conditions, String type) {
        for (Condition condition : conditions) {
            if (condition.type.equals(type)) {
                return condition;
            }
        }
        return null;
    }

    public static boolean isTrue(List<Condition> conditions, String type) {
        Condition condition = find(conditions, type);
        return condition != null && condition.holds();
    }

    /// The list with `changed` in the place of the one of its type, or at the end. The time of the
    /// last transition stays as it was if the status did not change.
    public static List<Condition> with(List<Condition> conditions, Condition changed) {
        List<Condition> result = new ArrayList<>(conditions);
        for (int i = 0; i < result.size(); i++) {
            Condition before = result.get(i);
            if (before.type.equals(changed.type)) {
                boolean same = before.status.equals(changed.status);
                result.set(i, same ? changed.since(before.lastTransitionTime) : changed);
                return List.copyOf(result);
            }
        }
        result.add(changed);
        return List.copyOf(result);
    }

    public boolean holds() {
        return status.equals("True");
    }

    public Condition observing(long generation) {
        return new Condition(
                type,
                status,
                generation,
                lastProbeTime,
                lastUpdateTime,
                lastTransitionTime,
                reason,
                message);
    }

    private Condition since(@Nullable Instant time) {
        return new Condition(
                type,
                status,
                observedGeneration,
                lastProbeTime,
                lastUpdateTime,
                time != null ? time : lastTransitionTime,
                reason,
                message);
    }
}
