package dev.slipway.analysis;

import dev.slipway.model.kinds.AnalysisRun;
import dev.slipway.model.kinds.AnalysisRun.Measurement;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes measurements. What goes wrong is an Error measurement, or an [AnalysisException] with the
/// message for one. Thread-safe; may block for as long as its time limits say.
interface Provider {
    /// What is to be measured: the `number`th measurement of a metric, beginning with 1.
    record Task(AnalysisRun run, Metric metric, int number, Instant now) {
        Measurement done(@Nullable Object result, String value, Map<String, String> metadata) {
            Verdicts.Verdict verdict = Verdicts.of(metric, result);
            return measurement(verdict.phase(), verdict.message(), value, metadata);
        }

        Measurement failed(String message) {
            return measurement(Phase.ERROR, message, null, Map.of());
        }

        Measurement measurement(
                Phase phase,
                @Nullable String message,
                @Nullable String value,
                Map<String, String> metadata) {
            return new Measurement(phase.word(), message, now, now, value, metadata, null);
        }
    }

    /// Takes or begins a measurement; one that is not finished has no `finishedAt`.
    Measurement measure(Task task);

    /// Looks how a measurement that is not finished does.
    default Measurement resume(Task task, Measurement begun) {
        return measure(task);
    }

    /// Ends a measurement that is not finished.
    default Measurement terminate(Task task, Measurement begun) {
        return new Measurement(
                Phase.SUCCESSFUL.word(),
                "Metric Terminated",
                begun.startedAt(),
                task.now(),
                begun.value(),
                begun.metadata(),
                null);
    }
}
