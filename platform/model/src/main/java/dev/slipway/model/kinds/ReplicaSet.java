package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps a number of equal pods running.
public record ReplicaSet(ObjectMeta metadata, ReplicaSetSpec spec, ReplicaSetStatus status)
        implements Resource {
    public ReplicaSet {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        requireNonNull(spec, "spec");
        status = status == null ? Json.empty(ReplicaSetStatus.class) : status;
    }

    /// How many pods, of what template. The template is kept whole and must not be changed.
    public record ReplicaSetSpec(
            @Nullable Integer replicas,
            @Nullable Integer minReadySeconds,
            LabelSelector selector,
            ObjectNode template) {
        public ReplicaSetSpec {
            requireNonNull(selector, "selector");
            template = template == null ? Json.object() : template;
        }
    }

    /// How many pods there are.
    public record ReplicaSetStatus(
            int replicas,
            @Nullable Integer fullyLabeledReplicas,
            @Nullable Integer readyReplicas,
            @Nullable Integer availableReplicas,
            @Nullable Integer terminatingReplicas,
            @Nullable Long observedGeneration,
            List<Condition> conditions) {
        public ReplicaSetStatus {
            conditions = Immutable.list(conditions);
        }
    }
}
