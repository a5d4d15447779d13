package dev.slipway.record;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Immutable;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a record keeps of an AnalysisRun or an Experiment.
record WatchedRun(ObjectMeta metadata, RunStatus status) implements Resource {
    static final Kind<WatchedRun> ANALYSIS_RUN =
            Kind.namespaced(
                    "argoproj.io/v1alpha1", "AnalysisRun", "analysisruns", WatchedRun.class);
    static final Kind<WatchedRun> EXPERIMENT =
            Kind.namespaced("argoproj.io/v1alpha1", "Experiment", "experiments", WatchedRun.class);

    WatchedRun {
        requireNonNull(metadata, "metadata");
        status = status == null ? Json.empty(RunStatus.class) : status;
    }

    /// How it stands.
    record RunStatus(
            @Nullable String phase,
            @Nullable String message,
            @Nullable Instant startedAt,
            @Nullable Instant completedAt,
            List<MetricResult> metricResults) {
        RunStatus {
            metricResults = Immutable.list(metricResults);
        }
    }

    /// What was measured.
    record MetricResult(
            @Nullable String name,
            @Nullable String phase,
            @Nullable Integer successful,
            @Nullable Integer failed,
            @Nullable Integer inconclusive,
            @Nullable Integer error,
            List<Measurement> measurements) {
        MetricResult {
            measurements = Immutable.list(measurements);
        }
    }

    /// One measurement.
    record Measurement(@Nullable String value) {}
}
