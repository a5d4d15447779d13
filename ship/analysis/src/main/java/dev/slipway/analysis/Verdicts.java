package dev.slipway.analysis;

import dev.slipway.analysis.expression.Expression;
import dev.slipway.analysis.expression.ExpressionException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the conditions of a metric say about a result. Pure.
final class Verdicts {
    private Verdicts() {}

    /// The phase of a measurement, and why it is an error, if it is one.
    record Verdict(Phase phase, @Nullable String message) {}

    /// With one condition, whatever does not meet it is the other; with both, what meets neither is
    /// inconclusive.
    static Verdict of(Metric metric, @Nullable Object result) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("result", result);
        try {
            return new Verdict(
                    phase(metric.successCondition(), metric.failureCondition(), variables), null);
        } catch (ExpressionException e) {
            return new Verdict(Phase.ERROR, String.valueOf(e.getMessage()));
        }
    }

    private static Phase phase(
            @Nullable Expression success,
            @Nullable Expression failure,
            Map<String, @Nullable Object> variables) {
        if (failure != null && failure.isTrue(variables)) {
            return Phase.FAILED;
        }
        if (success == null || success.isTrue(variables)) {
            return Phase.SUCCESSFUL;
        }
        return failure == null ? Phase.FAILED : Phase.INCONCLUSIVE;
    }
}
