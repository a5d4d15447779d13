package dev.slipway.model.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.AnalysisTemplate.Argument;
import dev.slipway.model.kinds.AnalysisTemplate.DryRun;
import dev.slipway.model.kinds.AnalysisTemplate.MeasurementRetention;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Measurements that decide, on their way. The kind is Argo Rollouts'. Phases are `Pending`,
/// `Running`, `Successful`, `Failed`, `Error` and `Inconclusive`.
public record AnalysisRun(ObjectMeta metadata, AnalysisRunSpec spec, AnalysisRunStatus status)
        implements Resource {
    public AnalysisRun {
        metadata = metadata == null ? Json.empty(ObjectMeta.class) : metadata;
        spec = spec == null ? Json.empty(AnalysisRunSpec.class) : spec;
        status = status == null ? Json.empty(AnalysisRunStatus.class) : status;
    }

    /// The metrics are kept whole and must not be changed: arguments may stand anywhere in them.
    public record AnalysisRunSpec(
            List<ObjectNode> metrics,
            List<Argument> args,
            @Nullable Boolean terminate,
            List<DryRun> dryRun,
            List<MeasurementRetention> measurementRetention,
            @Nullable TtlStrategy ttlStrategy) {
        public AnalysisRunSpec {
            metrics = Immutable.list(metrics);
            args = Immutable.list(args);
            dryRun = Immutable.list(dryRun);
            measurementRetention = Immutable.list(measurementRetention);
        }
    }

    /// When a finished run is deleted; the more particular field wins.
    public record TtlStrategy(
            @Nullable Integer secondsAfterCompletion,
            @Nullable Integer secondsAfterFailure,
            @Nullable Integer secondsAfterSuccess) {}

    /// How it goes, or how it went.
    public record AnalysisRunStatus(
            @Nullable String phase,
            @Nullable String message,
            List<MetricResult> metricResults,
            @Nullable Instant startedAt,
            @Nullable Summary runSummary,
            @Nullable Summary dryRunSummary,
            @Nullable Instant completedAt) {
        public AnalysisRunStatus {
            metricResults = Immutable.list(metricResults);
        }
    }

    /// How many metrics ended how; `count` is how many there are.
    public record Summary(
            @Nullable Integer count,
            @Nullable Integer successful,
            @Nullable Integer failed,
            @Nullable Integer inconclusive,
            @Nullable Integer error) {}

    /// The results of one metric: the newest measurements, and counts of all.
    public record MetricResult(
            String name,
            @Nullable String phase,
            List<Measurement> measurements,
            @Nullable String message,
            int count,
            int successful,
            int failed,
            int inconclusive,
            int error,
            int consecutiveError,
            int consecutiveSuccess,
            @Nullable Boolean dryRun,
            Map<String, String> metadata) {
        public MetricResult {
            measurements = Immutable.list(measurements);
            metadata = Immutable.map(metadata);
        }
    }

    /// One answer of a provider, or, with `resumeAt`, the wait for it.
    public record Measurement(
            @Nullable String phase,
            @Nullable String message,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String value,
            Map<String, String> metadata,
            @Nullable Instant resumeAt) {
        public Measurement {
            metadata = Immutable.map(metadata);
        }
    }
}
