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
import org.jspecify.annotations.Nullable;

/// Moves from one version of a pod template to the next by means of ReplicaSets.
public record Deployment(ObjectMeta metadata, DeploymentSpec spec, DeploymentStatus status)
        implements Resource {
    public Deployment {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        requireNonNull(spec, "spec");
        status = status == null ? Json.empty(DeploymentStatus.class) : status;
    }

    /// The same with another pod template, as when it is run with its config as it is now.
    public Deployment withTemplate(ObjectNode template) {
        return new Deployment(
                metadata,
                new DeploymentSpec(
                        spec.replicas,
                        spec.selector,
                        template,
                        spec.strategy,
                        spec.minReadySeconds,
                        spec.revisionHistoryLimit,
                        spec.paused,
                        spec.progressDeadlineSeconds),
                status);
    }

    /// What to run and how to replace it. The template is kept whole and must not be changed.
    public record DeploymentSpec(
            @Nullable Integer replicas,
            LabelSelector selector,
            ObjectNode template,
            Strategy strategy,
            @Nullable Integer minReadySeconds,
            @Nullable Integer revisionHistoryLimit,
            @Nullable Boolean paused,
            @Nullable Integer progressDeadlineSeconds) {
        public DeploymentSpec {
            requireNonNull(selector, "selector");
            template = template == null ? Json.object() : template;
            strategy = strategy == null ? Json.empty(Strategy.class) : strategy;
        }
    }

    /// `RollingUpdate` or `Recreate`.
    public record Strategy(@Nullable String type, @Nullable RollingUpdate rollingUpdate) {}

    /// How far the number of pods may differ from the one wanted while a version is replaced.
    public record RollingUpdate(
            @Nullable IntOrString maxUnavailable, @Nullable IntOrString maxSurge) {}

    /// How far it has come.
    public record DeploymentStatus(
            @Nullable Long observedGeneration,
            @Nullable Integer replicas,
            @Nullable Integer updatedReplicas,
            @Nullable Integer readyReplicas,
            @Nullable Integer availableReplicas,
            @Nullable Integer unavailableReplicas,
            @Nullable Integer terminatingReplicas,
            @Nullable Integer collisionCount,
            List<Condition> conditions) {
        public DeploymentStatus {
            conditions = Immutable.list(conditions);
        }
    }
}
