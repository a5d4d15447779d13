package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A plan of a Stack and what became of it. Kept as a record.
public record StackRun(ObjectMeta metadata, StackRunSpec spec, StackRunStatus status)
        implements Resource {
    public StackRun {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        requireNonNull(spec, "spec");
        status = status == null ? Json.empty(StackRunStatus.class) : status;
    }

    /// Of which Stack, by the how-many-th plan, of which input, and why: `Changed`, `Requested`,
    /// `Drift`, `Destroy`, or `Round` for what could not be planned before the run before.
    public record StackRunSpec(
            String stack, int number, String input, @Nullable String revision, String reason) {
        public StackRunSpec {
            requireNonNull(stack, "stack");
            requireNonNull(input, "input");
            requireNonNull(reason, "reason");
        }
    }

    /// `phase` is `Planning`, `Planned`, `Applying`, `Applied`, `NoChanges`, `Failed` or
    /// `Superseded`. `plan` is for people to read; `deferred` is how many objects can only be
    /// planned once this is applied.
    public record StackRunStatus(
            @Nullable String phase,
            @Nullable Changes changes,
            @Nullable String plan,
            @Nullable String log,
            @Nullable String approvedBy,
            @Nullable Instant plannedAt,
            @Nullable Instant finishedAt,
            int deferred,
            List<String> errors) {
        public StackRunStatus {
            errors = Immutable.list(errors);
        }
    }

    /// How many objects.
    public record Changes(int imported, int added, int changed, int destroyed) {
        public boolean isNone() {
            return imported + added + changed + destroyed == 0;
        }
    }
}
