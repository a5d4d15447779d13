package dev.slipway.analysis;

import dev.slipway.model.kinds.AnalysisRun;
import dev.slipway.model.kinds.AnalysisRun.AnalysisRunStatus;
import dev.slipway.model.kinds.AnalysisRun.MetricResult;
import dev.slipway.model.kinds.AnalysisRun.Summary;
import dev.slipway.model.kinds.AnalysisRun.TtlStrategy;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// What the results of the metrics mean for the run. Pure.
final class RunReport {
    private RunReport() {}

    /// A run is over once all its metrics are, and as good as the worst that counts.
    static AnalysisRunStatus status(
            AnalysisRun run, List<MetricResult> results, Instant started, Instant now) {
        boolean over = results.stream().allMatch(result -> Phase.of(result.phase()).isDone());
        MetricResult worst = null;
        for (MetricResult result : results) {
            if (!isDryRun(result) && (worst == null || phase(result).compareTo(phase(worst)) > 0)) {
                worst = result;
            }
        }
        Phase phase = Phase.RUNNING;
        String message = run.status().message();
        if (over) {
            phase = worst == null ? Phase.SUCCESSFUL : phase(worst);
            message = message(run, phase, worst);
        }
        boolean anyDry = results.stream().anyMatch(RunReport::isDryRun);
        return new AnalysisRunStatus(
                phase.word(),
                message,
                results,
                started,
                summary(results, false),
                anyDry ? summary(results, true) : null,
                over ? now : null);
    }

    private static @Nullable String message(
            AnalysisRun run, Phase phase, @Nullable MetricResult worst) {
        if (phase.isBad() && worst != null && worst.message() != null) {
            return worst.message().replaceFirst("^Metric ", metric(worst));
        }
        return Boolean.TRUE.equals(run.spec().terminate()) ? "Run Terminated" : null;
    }

    private static String metric(MetricResult result) {
        return Matcher.quoteReplacement("Metric \"" + result.name() + "\" ");
    }

    /// The end of a run that cannot be carried out.
    static AnalysisRunStatus invalid(AnalysisRun run, String message, Instant now) {
        AnalysisRunStatus before = run.status();
        return new AnalysisRunStatus(
                Phase.ERROR.word(),
                message,
                before.metricResults(),
                before.startedAt() == null ? now : before.startedAt(),
                before.runSummary(),
                before.dryRunSummary(),
                now);
    }

    private static Summary summary(List<MetricResult> results, boolean dry) {
        List<MetricResult> counted =
                results.stream().filter(result -> isDryRun(result) == dry).toList();
        return new Summary(
                counted.size(),
                count(counted, Phase.SUCCESSFUL),
                count(counted, Phase.FAILED),
                count(counted, Phase.INCONCLUSIVE),
                count(counted, Phase.ERROR));
    }

    private static @Nullable Integer count(List<MetricResult> results, Phase phase) {
        int count = (int) results.stream().filter(result -> phase(result) == phase).count();
        return count == 0 ? null : Integer.valueOf(count);
    }

    /// How long the finished run stays, or null for as long as somebody wants it.
    static @Nullable Integer keptSeconds(AnalysisRun run) {
        TtlStrategy ttl = run.spec().ttlStrategy();
        if (ttl == null) {
            return null;
        }
        boolean good = Phase.of(run.status().phase()) == Phase.SUCCESSFUL;
        Integer particular = good ? ttl.secondsAfterSuccess() : ttl.secondsAfterFailure();
        return particular != null ? particular : ttl.secondsAfterCompletion();
    }

    private static boolean isDryRun(MetricResult result) {
        return Boolean.TRUE.equals(result.dryRun());
    }

    private static Phase phase(MetricResult result) {
        return Phase.of(result.phase());
    }
}
