package dev.slipway.model.kinds;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Immutable;
import dev.slipway.model.IntOrString;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.time.Instant;
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

    /// The same Rollout with another template and selector.
    public Rollout withTemplate(LabelSelector selector, ObjectNode template) {
        return new Rollout(
                metadata,
                new RolloutSpec(
                        spec.replicas,
                        selector,
                        spec.workloadRef,
                        template,
                        spec.strategy,
                        spec.minReadySeconds,
                        spec.rollbackWindow,
                        spec.revisionHistoryLimit,
                        spec.paused,
                        spec.progressDeadlineSeconds,
                        spec.progressDeadlineAbort,
                        spec.restartAt,
                        spec.analysis),
                status);
    }

    /// What to run and how to replace it. The template is kept whole and must not be changed; it is
    /// empty where `workloadRef` names a workload whose template counts instead.
    public record RolloutSpec(
            @Nullable Integer replicas,
            LabelSelector selector,
            @Nullable WorkloadRef workloadRef,
            ObjectNode template,
            Strategy strategy,
            @Nullable Integer minReadySeconds,
            @Nullable RollbackWindow rollbackWindow,
            @Nullable Integer revisionHistoryLimit,
            @Nullable Boolean paused,
            @Nullable Integer progressDeadlineSeconds,
            @Nullable Boolean progressDeadlineAbort,
            @Nullable Instant restartAt,
            @Nullable RunHistory analysis) {
        public RolloutSpec {
            selector = selector == null ? LabelSelector.everything() : selector;
            template = template == null ? Json.object() : template;
            strategy = strategy == null ? new Strategy(null, null) : strategy;
        }

        public int replicasWanted() {
            return replicas == null ? 1 : replicas;
        }
    }

    /// The workload whose template is rolled out; `scaleDown` (`never`, `onsuccess` or
    /// `progressively`) says what becomes of its own pods.
    public record WorkloadRef(
            @Nullable String apiVersion,
            @Nullable String kind,
            @Nullable String name,
            @Nullable String scaleDown) {}

    /// Going back by at most so many revisions skips steps and analysis.
    public record RollbackWindow(@Nullable Integer revisions) {}

    /// How many finished AnalysisRuns and Experiments are kept.
    public record RunHistory(
            @Nullable Integer successfulRunHistoryLimit,
            @Nullable Integer unsuccessfulRunHistoryLimit) {}

    /// How versions replace each other: exactly one of the two.
    public record Strategy(@Nullable Canary canary, @Nullable BlueGreen blueGreen) {}

    /// Step by step.
    public record Canary(
            @Nullable String canaryService,
            @Nullable String stableService,
            @Nullable PingPong pingPong,
            List<Step> steps,
            @Nullable TrafficRouting trafficRouting,
            @Nullable IntOrString maxSurge,
            @Nullable IntOrString maxUnavailable,
            @Nullable Analysis analysis,
            @Nullable PodMetadata canaryMetadata,
            @Nullable PodMetadata stableMetadata,
            @Nullable Boolean dynamicStableScale,
            @Nullable Integer minPodsPerReplicaSet,
            @Nullable Integer scaleDownDelaySeconds,
            @Nullable Integer scaleDownDelayRevisionLimit,
            @Nullable Integer abortScaleDownDelaySeconds,
            @Nullable ObjectNode antiAffinity,
            @Nullable ReplicaProgress replicaProgressThreshold) {
        public Canary {
            steps = Immutable.list(steps);
        }
    }

    /// All at once, by switching a service over.
    public record BlueGreen(
            @Nullable String activeService,
            @Nullable String previewService,
            @Nullable Integer previewReplicaCount,
            @Nullable Boolean autoPromotionEnabled,
            @Nullable Integer autoPromotionSeconds,
            @Nullable IntOrString maxUnavailable,
            @Nullable Integer scaleDownDelaySeconds,
            @Nullable Integer scaleDownDelayRevisionLimit,
            @Nullable Integer abortScaleDownDelaySeconds,
            @Nullable ObjectNode antiAffinity,
            @Nullable Analysis prePromotionAnalysis,
            @Nullable Analysis postPromotionAnalysis,
            @Nullable PodMetadata previewMetadata,
            @Nullable PodMetadata activeMetadata) {}

    /// Two services that take turns in being the stable one.
    public record PingPong(@Nullable String pingService, @Nullable String pongService) {}

    /// Labels and annotations of pods while they have a role.
    public record PodMetadata(Map<String, String> labels, Map<String, String> annotations) {
        public PodMetadata {
            labels = Immutable.map(labels);
            annotations = Immutable.map(annotations);
        }
    }

    /// How many pods must be available for a step to count as reached: `Percentage` or `Pod`.
    public record ReplicaProgress(@Nullable String type, @Nullable Integer value) {}

    /// One step; exactly one of the fields is set.
    public record Step(
            @Nullable Integer setWeight,
            @Nullable Pause pause,
            @Nullable SetCanaryScale setCanaryScale,
            @Nullable Analysis analysis,
            @Nullable ExperimentStep experiment,
            @Nullable SetHeaderRoute setHeaderRoute,
            @Nullable SetMirrorRoute setMirrorRoute,
            @Nullable PluginStep plugin) {}

    /// A wait: seconds, or a duration such as `5m`; without one, until someone promotes.
    public record Pause(@Nullable IntOrString duration) {}

    /// How many canary pods there are, whatever their weight: exactly one of the fields is set.
    public record SetCanaryScale(
            @Nullable Integer replicas,
            @Nullable Integer weight,
            @Nullable Boolean matchTrafficWeight) {}

    /// Measurements that decide. As background analysis it begins at `startingStep`.
    public record Analysis(
            List<TemplateRef> templates,
            List<Argument> args,
            @Nullable Integer startingStep,
            List<ObjectNode> dryRun,
            List<ObjectNode> measurementRetention,
            @Nullable PodMetadata analysisRunMetadata) {
        public Analysis {
            templates = Immutable.list(templates);
            args = Immutable.list(args);
            dryRun = Immutable.list(dryRun);
            measurementRetention = Immutable.list(measurementRetention);
        }
    }

    /// An AnalysisTemplate, or a ClusterAnalysisTemplate.
    public record TemplateRef(@Nullable String templateName, @Nullable Boolean clusterScope) {}

    /// What a template is given: a value, or where it comes from.
    public record Argument(
            String name, @Nullable String value, @Nullable ArgumentSource valueFrom) {}

    /// `podTemplateHashValue` is `Stable` or `Latest`; `fieldRef` is a path into the Rollout.
    public record ArgumentSource(
            @Nullable String podTemplateHashValue, @Nullable FieldReference fieldRef) {}

    /// Versions that run for a while beside the two; its parts are an Experiment's own.
    public record ExperimentStep(
            List<ObjectNode> templates,
            List<ObjectNode> analyses,
            @Nullable String duration,
            List<ObjectNode> dryRun,
            @Nullable PodMetadata analysisRunMetadata) {
        public ExperimentStep {
            templates = Immutable.list(templates);
            analyses = Immutable.list(analyses);
            dryRun = Immutable.list(dryRun);
        }
    }

    /// Requests with all of these headers go to the canary; without a match the route ends.
    public record SetHeaderRoute(@Nullable String name, List<HeaderMatch> match) {
        public SetHeaderRoute {
            match = Immutable.list(match);
        }
    }

    /// A header that a request must have.
    public record HeaderMatch(@Nullable String headerName, @Nullable StringMatch headerValue) {}

    /// Exactly one of the fields is set.
    public record StringMatch(
            @Nullable String exact, @Nullable String regex, @Nullable String prefix) {}

    /// Copies of this share of the matching requests go to the canary; nobody sees its answers.
    public record SetMirrorRoute(
            @Nullable String name, List<RouteMatch> match, @Nullable Integer percentage) {
        public SetMirrorRoute {
            match = Immutable.list(match);
        }
    }

    /// Requests of this kind.
    public record RouteMatch(
            @Nullable StringMatch method,
            @Nullable StringMatch path,
            Map<String, StringMatch> headers) {
        public RouteMatch {
            headers = Immutable.map(headers);
        }
    }

    /// A step that a plugin carries out.
    public record PluginStep(@Nullable String name, @Nullable ObjectNode config) {}

    /// What shifts the traffic. The configuration of plugins is keyed by their names.
    public record TrafficRouting(
            List<ManagedRoute> managedRoutes,
            Map<String, ObjectNode> plugins,
            @Nullable Integer maxTrafficWeight) {
        public TrafficRouting {
            managedRoutes = Immutable.list(managedRoutes);
            plugins = Immutable.map(plugins);
        }
    }

    /// A header or mirror route that steps may add, in order of precedence.
    public record ManagedRoute(@Nullable String name) {}
}
