package dev.slipway.model.kinds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Immutable;
import dev.slipway.model.MicroTimeSerializer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a [Rollout] has come. `phase` is `Healthy`, `Progressing`, `Paused` or `Degraded`; what
/// people may set is `abort`, `promoteFull`, `pauseConditions` and `currentStepIndex`. `guard`,
/// `attempt` (how often this version was tried anew) and `previous` are Slipway's own.
public record RolloutStatus(
        @Nullable String phase,
        @Nullable String message,
        @Nullable String observedGeneration,
        @Nullable Boolean abort,
        @Nullable Instant abortedAt,
        @Nullable Boolean promoteFull,
        @Nullable Boolean controllerPause,
        List<PauseCondition> pauseConditions,
        @Nullable Integer currentStepIndex,
        @Nullable String currentStepHash,
        @Nullable String currentPodHash,
        @Nullable String stableRS,
        @Nullable Integer replicas,
        @Nullable Integer updatedReplicas,
        @Nullable Integer readyReplicas,
        @Nullable Integer availableReplicas,
        @JsonProperty("HPAReplicas") @Nullable Integer hpaReplicas,
        @Nullable String selector,
        @Nullable Integer collisionCount,
        @Nullable Instant restartedAt,
        @Nullable String workloadObservedGeneration,
        CanaryStatus canary,
        BlueGreenStatus blueGreen,
        @Nullable GuardStatus guard,
        @Nullable Integer attempt,
        @Nullable PreviousVersion previous,
        List<Condition> conditions) {
    public RolloutStatus {
        pauseConditions = Immutable.list(pauseConditions);
        canary = canary == null ? CanaryStatus.NONE : canary;
        blueGreen = blueGreen == null ? BlueGreenStatus.NONE : blueGreen;
        conditions = Immutable.list(conditions);
    }

    public boolean aborted() {
        return Boolean.TRUE.equals(abort);
    }

    public RolloutStatus withCanary(CanaryStatus newCanary) {
        return withStrategy(newCanary, blueGreen);
    }

    public RolloutStatus withBlueGreen(BlueGreenStatus newBlueGreen) {
        return withStrategy(canary, newBlueGreen);
    }

    private RolloutStatus withStrategy(CanaryStatus newCanary, BlueGreenStatus newBlueGreen) {
        return new RolloutStatus(
                phase,
                message,
                observedGeneration,
                abort,
                abortedAt,
                promoteFull,
                controllerPause,
                pauseConditions,
                currentStepIndex,
                currentStepHash,
                currentPodHash,
                stableRS,
                replicas,
                updatedReplicas,
                readyReplicas,
                availableReplicas,
                hpaReplicas,
                selector,
                collisionCount,
                restartedAt,
                workloadObservedGeneration,
                newCanary,
                newBlueGreen,
                guard,
                attempt,
                previous,
                conditions);
    }

    /// The version that was stable before; until then the one that is it now is watched, and goes
    /// back to it if it turns out to be worse.
    public record PreviousVersion(
            @Nullable String podTemplateHash, @Nullable Instant watchedUntil) {}

    /// Why the rollout waits, and since when.
    public record PauseCondition(String reason, @Nullable Instant startTime) {}

    /// Where traffic goes.
    public record CanaryStatus(
            @Nullable Weights weights,
            @Nullable RunStatus currentStepAnalysisRunStatus,
            @Nullable RunStatus currentBackgroundAnalysisRunStatus,
            @Nullable String currentExperiment,
            @Nullable String stablePingPong,
            List<ObjectNode> stepPluginStatuses) {
        static final CanaryStatus NONE = new CanaryStatus(null, null, null, null, null, List.of());

        public CanaryStatus {
            stepPluginStatuses = Immutable.list(stepPluginStatuses);
        }

        public CanaryStatus withWeights(@Nullable Weights newWeights) {
            return new CanaryStatus(
                    newWeights,
                    currentStepAnalysisRunStatus,
                    currentBackgroundAnalysisRunStatus,
                    currentExperiment,
                    stablePingPong,
                    stepPluginStatuses);
        }
    }

    /// What the two services select, and the analyses around the switch.
    public record BlueGreenStatus(
            @Nullable String previewSelector,
            @Nullable String activeSelector,
            @Nullable Boolean scaleUpPreviewCheckPoint,
            @Nullable RunStatus prePromotionAnalysisRunStatus,
            @Nullable RunStatus postPromotionAnalysisRunStatus) {
        static final BlueGreenStatus NONE = new BlueGreenStatus(null, null, null, null, null);
    }

    /// An AnalysisRun of this update: `status` is its phase.
    public record RunStatus(
            @Nullable String name, @Nullable String status, @Nullable String message) {}

    /// The shares of the versions; `additional` are those of experiments.
    public record Weights(
            @Nullable Destination canary,
            @Nullable Destination stable,
            List<Destination> additional,
            @Nullable Boolean verified) {
        public Weights {
            additional = Immutable.list(additional);
        }
    }

    /// The share of one version, in percent.
    public record Destination(
            int weight, @Nullable String podTemplateHash, @Nullable String serviceName) {}

    /// What the guard says about the version that `podTemplateHash` names: `Healthy`, `Worse`,
    /// `NotEnoughEvidence` or `TooLittleTraffic`. `firstTraffic` is when it got its first requests,
    /// `detected` when the guard found it worse, `withdrawn` when it had no weight any more.
    /// `state` is what the guard remembers, for itself only.
    public record GuardStatus(
            @Nullable String podTemplateHash,
            @Nullable String verdict,
            @Nullable String reason,
            @JsonSerialize(using = MicroTimeSerializer.class) @Nullable Instant firstTraffic,
            @JsonSerialize(using = MicroTimeSerializer.class) @Nullable Instant detected,
            @JsonSerialize(using = MicroTimeSerializer.class) @Nullable Instant withdrawn,
            @Nullable String state) {
        public GuardStatus withState(@Nullable String kept) {
            return new GuardStatus(
                    podTemplateHash, verdict, reason, firstTraffic, detected, withdrawn, kept);
        }
    }
}
