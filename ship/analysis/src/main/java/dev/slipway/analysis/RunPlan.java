package dev.slipway.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.kinds.AnalysisRun;
import dev.slipway.model.kinds.AnalysisRun.AnalysisRunStatus;
import dev.slipway.model.kinds.AnalysisRun.MetricResult;
import dev.slipway.model.kinds.AnalysisTemplate.MeasurementRetention;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What a run measures: its metrics with their arguments filled in, and the rules about them.
/// Immutable.
record RunPlan(
        List<Metric> metrics,
        List<Predicate<String>> dryRun,
        List<MeasurementRetention> retention) {
    private static final int MEASUREMENTS_KEPT = 10;

    RunPlan {
        metrics = List.copyOf(metrics);
        dryRun = List.copyOf(dryRun);
        retention = List.copyOf(retention);
    }

    /// Throws [AnalysisException] if the specification makes no sense.
    static RunPlan of(AnalysisRun run, RunArguments args) {
        List<Metric> metrics = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ObjectNode tree : run.spec().metrics()) {
            String place = "metrics[" + metrics.size() + "]: ";
            ObjectNode filledIn = args.filledIn(tree);
            try {
                Metric metric = Metric.of(filledIn);
                if (!names.add(metric.name())) {
                    throw new AnalysisException("duplicate name '" + metric.name() + "'");
                }
                metrics.add(metric);
            } catch (AnalysisException e) {
                throw new AnalysisException(
                        "Analysis spec invalid: " + place + args.redacted(e.getMessage()));
            }
        }
        if (metrics.isEmpty()) {
            throw new AnalysisException("Analysis spec invalid: no metrics specified");
        }
        return new RunPlan(
                metrics,
                run.spec().dryRun().stream()
                        .map(rule -> MetricPattern.of(rule.metricName()))
                        .toList(),
                run.spec().measurementRetention());
    }

    /// The result of each metric, as known so far.
    List<MetricResult> results(AnalysisRunStatus status) {
        List<MetricResult> results = new ArrayList<>();
        for (Metric metric : metrics) {
            results.add(
                    status.metricResults().stream()
                            .filter(result -> result.name().equals(metric.name()))
                            .findFirst()
                            .orElseGet(() ->
                                    MetricProgress.begun(metric.name(), isDryRun(metric.name()))));
        }
        return results;
    }

    private boolean isDryRun(String name) {
        return dryRun.stream().anyMatch(rule -> rule.test(name));
    }

    /// How many measurements of a metric are kept.
    int kept(String name) {
        return retention.stream()
                .filter(rule -> MetricPattern.of(rule.metricName()).test(name))
                .mapToInt(MeasurementRetention::limit)
                .filter(limit -> limit > 0)
                .findFirst()
                .orElse(MEASUREMENTS_KEPT);
    }
}
