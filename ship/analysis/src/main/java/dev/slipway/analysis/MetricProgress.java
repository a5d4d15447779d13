package dev.slipway.analysis;

import dev.slipway.model.kinds.AnalysisRun.Measurement;
import dev.slipway.model.kinds.AnalysisRun.MetricResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What follows from the measurements of one metric: when the next is due, and how the metric is.
/// Pure.
final class MetricProgress {
    private static final Duration ERROR_RETRY = Duration.ofSeconds(10);

    private MetricProgress() {}

    static MetricResult begun(String name, boolean dryRun) {
        return new MetricResult(
                name,
                Phase.PENDING.word(),
                List.of(),
                null,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                dryRun ? true : null,
                Map.of());
    }

    static @Nullable Measurement last(MetricResult result) {
        return result.measurements().isEmpty() ? null : result.measurements().getLast();
    }

    /// Whether the last measurement is on its way.
    static boolean inFlight(MetricResult result) {
        Measurement last = last(result);
        return last != null && last.finishedAt() == null;
    }

    /// When the next measurement is due, or null if there is none to come.
    static @Nullable Instant due(Metric metric, MetricResult result, Instant runStarted) {
        if (Phase.of(result.phase()).isDone() || inFlight(result)) {
            return null;
        }
        Measurement last = last(result);
        if (last == null || last.finishedAt() == null) {
            return runStarted.plus(metric.initialDelay());
        }
        return last.finishedAt().plus(metric.interval() == null ? ERROR_RETRY : metric.interval());
    }

    /// The result with a new measurement, or with the last one as it is now; of the measurements
    /// the newest `kept` stay.
    static MetricResult with(MetricResult result, Measurement measurement, int kept) {
        List<Measurement> all = new ArrayList<>(result.measurements());
        if (inFlight(result)) {
            all.removeLast();
        }
        all.add(measurement);
        List<Measurement> newest =
                all.subList(Math.max(0, all.size() - Math.max(1, kept)), all.size());
        if (measurement.finishedAt() == null) {
            return counted(result, newest, null);
        }
        return counted(result, newest, Phase.of(measurement.phase()));
    }

    private static MetricResult counted(
            MetricResult before, List<Measurement> measurements, @Nullable Phase added) {
        boolean error = added == Phase.ERROR;
        boolean good = added == Phase.SUCCESSFUL;
        int one = added == null ? 0 : 1;
        return new MetricResult(
                before.name(),
                before.phase(),
                measurements,
                before.message(),
                before.count() + (error ? 0 : one),
                before.successful() + (good ? 1 : 0),
                before.failed() + (added == Phase.FAILED ? 1 : 0),
                before.inconclusive() + (added == Phase.INCONCLUSIVE ? 1 : 0),
                before.error() + (error ? 1 : 0),
                error
                        ? before.consecutiveError() + 1
                        : added == null ? before.consecutiveError() : 0,
                good
                        ? before.consecutiveSuccess() + 1
                        : added == null ? before.consecutiveSuccess() : 0,
                before.dryRun(),
                before.metadata());
    }

    /// The result with the phase that follows from its counts.
    ///
    /// @param ending no further measurements are taken
    static MetricResult assessed(Metric metric, MetricResult result, boolean ending) {
        Assessment assessment = assess(metric, result, ending);
        return new MetricResult(
                result.name(),
                assessment.phase().word(),
                result.measurements(),
                assessment.message() == null ? result.message() : assessment.message(),
                result.count(),
                result.successful(),
                result.failed(),
                result.inconclusive(),
                result.error(),
                result.consecutiveError(),
                result.consecutiveSuccess(),
                result.dryRun(),
                result.metadata());
    }

    private record Assessment(Phase phase, @Nullable String message) {}

    private static Assessment assess(Metric metric, MetricResult result, boolean ending) {
        Phase before = Phase.of(result.phase());
        if (before.isDone()) {
            return new Assessment(before, null);
        }
        if (inFlight(result)) {
            return new Assessment(Phase.RUNNING, null);
        }
        Assessment bad = bad(metric, result);
        if (bad != null) {
            return bad;
        }
        int successes = metric.limits().successes();
        if (successes > 0 && result.consecutiveSuccess() >= successes) {
            return new Assessment(Phase.SUCCESSFUL, null);
        }
        Integer count = metric.count();
        if (count != null && result.count() >= count) {
            return successes > 0
                    ? new Assessment(
                            Phase.INCONCLUSIVE,
                            "Metric assessed Inconclusive due to consecutiveSuccess ("
                                    + result.consecutiveSuccess()
                                    + ") < consecutiveSuccessLimit ("
                                    + successes
                                    + ")")
                    : new Assessment(Phase.SUCCESSFUL, null);
        }
        if (ending) {
            return new Assessment(Phase.SUCCESSFUL, null);
        }
        return new Assessment(
                result.measurements().isEmpty() ? Phase.PENDING : Phase.RUNNING, null);
    }

    private static @Nullable Assessment bad(Metric metric, MetricResult result) {
        Metric.Limits limits = metric.limits();
        if (limits.failures() != null && result.failed() > limits.failures()) {
            return exceeded(
                    Phase.FAILED, "failed", result.failed(), "failureLimit", limits.failures());
        }
        if (result.inconclusive() > limits.inconclusive()) {
            return exceeded(
                    Phase.INCONCLUSIVE,
                    "inconclusive",
                    result.inconclusive(),
                    "inconclusiveLimit",
                    limits.inconclusive());
        }
        if (result.consecutiveError() > limits.errors()) {
            Assessment error =
                    exceeded(
                            Phase.ERROR,
                            "consecutiveErrors",
                            result.consecutiveError(),
                            "consecutiveErrorLimit",
                            limits.errors());
            Measurement last = last(result);
            String cause = last == null || last.message() == null ? "" : last.message();
            return new Assessment(
                    Phase.ERROR, error.message() + ": \"Error Message: " + cause + "\"");
        }
        return null;
    }

    private static Assessment exceeded(
            Phase phase, String what, int count, String limit, int allowed) {
        return new Assessment(
                phase,
                "Metric assessed "
                        + phase.word()
                        + " due to "
                        + what
                        + " ("
                        + count
                        + ") > "
                        + limit
                        + " ("
                        + allowed
                        + ")");
    }
}
