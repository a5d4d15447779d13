package dev.slipway.record;

import dev.slipway.controller.Informer;
import dev.slipway.model.kinds.ReleaseRecordStatus.Analysis;
import dev.slipway.model.kinds.ReleaseRecordStatus.Metric;
import dev.slipway.model.kinds.Rollout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sees the AnalysisRuns and Experiments of a release. Thread-safe.
final class AnalysisSightings {
    private static final int METRICS_MAX = 50;

    private final Map<String, Informer<WatchedRun>> runs;

    /// Informers by the kind they are of.
    AnalysisSightings(Map<String, Informer<WatchedRun>> runs) {
        this.runs = Map.copyOf(runs);
    }

    /// Those of the version that `hash` names, ordered by name.
    List<Analysis> of(Rollout rollout, String hash) {
        List<Analysis> all = new ArrayList<>();
        runs.forEach((kind, informer) -> {
            for (WatchedRun run :
                    informer.byIndex(Informer.BY_CONTROLLER, rollout.metadata().storedUid())) {
                if (hash.equals(run.metadata().labels().get(Rollout.POD_TEMPLATE_HASH))) {
                    all.add(analysis(kind, run));
                }
            }
        });
        all.sort(Comparator.comparing(Analysis::name));
        return all;
    }

    private static Analysis analysis(String kind, WatchedRun run) {
        WatchedRun.RunStatus status = run.status();
        String message = status.message();
        return new Analysis(
                run.key().name(),
                kind,
                Objects.requireNonNullElse(status.phase(), "Pending"),
                message == null ? null : Versions.shortened(message),
                status.startedAt() == null
                        ? run.metadata().creationTimestamp()
                        : status.startedAt(),
                status.completedAt(),
                status.metricResults().stream()
                        .limit(METRICS_MAX)
                        .map(AnalysisSightings::metric)
                        .toList());
    }

    private static Metric metric(WatchedRun.MetricResult result) {
        return new Metric(
                Objects.requireNonNullElse(result.name(), ""),
                result.phase(),
                result.successful(),
                result.failed(),
                result.inconclusive(),
                result.error(),
                lastValue(result));
    }

    private static @Nullable String lastValue(WatchedRun.MetricResult result) {
        if (result.measurements().isEmpty()) {
            return null;
        }
        String value = result.measurements().getLast().value();
        return value == null ? null : Versions.shortened(value);
    }
}
