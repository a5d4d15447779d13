package dev.slipway.model.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.AnalysisTemplate.DryRun;
import dev.slipway.model.kinds.AnalysisTemplate.MeasurementRetention;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Several versions that run side by side for a while and are measured. The kind is Argo Rollouts'.
/// Phases are `Pending`, `Running`, `Successful`, `Failed`, `Error` and `Inconclusive`.
public record Experiment(ObjectMeta metadata, ExperimentSpec spec, ExperimentStatus status)
        implements Resource {
    public Experiment {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        spec = spec == null ? Json.empty(ExperimentSpec.class) : spec;
        status = status == null ? Json.empty(ExperimentStatus.class) : status;
    }

    /// What runs, for how long from when all of it is available, and what is measured meanwhile.
    public record ExperimentSpec(
            List<Template> templates,
            @Nullable String duration,
            @Nullable Integer progressDeadlineSeconds,
            @Nullable Boolean terminate,
            List<Analysis> analyses,
            @Nullable Integer scaleDownDelaySeconds,
            List<DryRun> dryRun,
            List<MeasurementRetention> measurementRetention,
            Rollout.@Nullable PodMetadata analysisRunMetadata) {
        public ExperimentSpec {
            templates = Immutable.list(templates);
            analyses = Immutable.list(analyses);
            dryRun = Immutable.list(dryRun);
            measurementRetention = Immutable.list(measurementRetention);
        }
    }

    /// One version; the pod template is kept whole and must not be changed. With `service` it has a
    /// service of its own, named as the ReplicaSet if it has no name there.
    public record Template(
            String name,
            @Nullable Integer replicas,
            @Nullable Integer minReadySeconds,
            LabelSelector selector,
            ObjectNode template,
            @Nullable TemplateService service) {
        public Template {
            name = name == null ? "" : name;
            selector = selector == null ? LabelSelector.everything() : selector;
            template = template == null ? Json.object() : template;
        }

        public int replicasWanted() {
            return replicas == null ? 1 : replicas;
        }
    }

    /// Asks for a service.
    public record TemplateService(@Nullable String name) {}

    /// An analysis that runs once everything is available. The experiment is not over before those
    /// that are required for completion are.
    public record Analysis(
            String name,
            @Nullable String templateName,
            @Nullable Boolean clusterScope,
            List<AnalysisTemplate.Argument> args,
            @Nullable Boolean requiredForCompletion) {
        public Analysis {
            name = name == null ? "" : name;
            args = Immutable.list(args);
        }

        public boolean isRequired() {
            return Boolean.TRUE.equals(requiredForCompletion);
        }
    }

    /// How it goes, or how it went; `availableAt` is when everything had become available.
    public record ExperimentStatus(
            @Nullable String phase,
            @Nullable String message,
            @Nullable Instant availableAt,
            List<Condition> conditions,
            List<TemplateStatus> templateStatuses,
            List<AnalysisStatus> analysisRuns) {
        public ExperimentStatus {
            conditions = Immutable.list(conditions);
            templateStatuses = Immutable.list(templateStatuses);
            analysisRuns = Immutable.list(analysisRuns);
        }
    }

    /// One version: `status` is `Progressing`, `Running`, `Successful`, `Failed` or `Error`.
    /// `serviceName` and `podTemplateHash` say how traffic reaches it.
    public record TemplateStatus(
            String name,
            int replicas,
            int updatedReplicas,
            int readyReplicas,
            int availableReplicas,
            @Nullable Integer collisionCount,
            @Nullable String status,
            @Nullable String message,
            @Nullable Instant lastTransitionTime,
            @Nullable String serviceName,
            @Nullable String podTemplateHash) {}

    /// One analysis: the AnalysisRun that was made for it, if one could be, and its phase.
    public record AnalysisStatus(
            String name,
            @Nullable String analysisRun,
            @Nullable String phase,
            @Nullable String message) {}
}
