package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Immutable;
import dev.slipway.model.IntOrString;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Moves traffic from one version of a pod template to the next, step by step. The kind is Argo
/// Rollouts'.
public record Rollout(ObjectMeta metadata, RolloutSpec spec, RolloutStatus status)
        implements Resource {
    /// The label of pods, ReplicaSets and selectors of services that names the template.
    public static final String POD_TEMPLATE_HASH = "rollouts-pod-template-hash";

    /// The annotation that numbers the versions, on Rollouts and their ReplicaSets.
    public static final String REVISION = "rollout.argoproj.io/revision";

    public Rollout {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        requireNonNull(spec, "spec");
        status = status == null ? Json.empty(RolloutStatus.class) : status;
    }

    /// What to run and how to replace it. The template is kept whole and must not be changed.
    public record RolloutSpec(
            @Nullable Integer replicas,
            LabelSelector selector,
            ObjectNode template,
            Strategy strategy,
            @Nullable Integer minReadySeconds,
            @Nullable Integer revisionHistoryLimit,
            @Nullable Boolean paused,
            @Nullable Integer progressDeadlineSeconds,
            @Nullable Boolean progressDeadlineAbort) {
        public RolloutSpec {
            selector = selector == null ? LabelSelector.everything() : selector;
            template = template == null ? Json.object() : template;
            strategy = strategy == null ? new Strategy(null) : strategy;
        }

        public int replicasWanted() {
            return replicas == null ? 1 : replicas;
        }
    }

    /// How versions replace each other.
    public record Strategy(@Nullable Canary canary) {}

    /// Step by step.
    public record Canary(
            @Nullable String canaryService,
            @Nullable String stableService,
            List<Step> steps,
            @Nullable TrafficRouting trafficRouting,
            @Nullable IntOrString maxSurge,
            @Nullable IntOrString maxUnavailable,
            @Nullable Integer scaleDownDelaySeconds,
            @Nullable Integer abortScaleDownDelaySeconds) {
        public Canary {
            steps = Immutable.list(steps);
        }
    }

    /// One step; exactly one of the fields is set.
    public record Step(@Nullable Integer setWeight, @Nullable Pause pause) {}

    /// A wait: seconds, or a duration such as `5m`; without one, until someone promotes.
    public record Pause(@Nullable IntOrString duration) {}

    /// What shifts the traffic. The configuration of plugins is keyed by their names.
    public record TrafficRouting(Map<String, ObjectNode> plugins) {
        public TrafficRouting {
            plugins = Immutable.map(plugins);
        }
    }
}
