package dev.slipway.analysis;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.slipway.model.kinds.AnalysisTemplate.AnalysisTemplateSpec;
import dev.slipway.model.kinds.AnalysisTemplate.DryRun;
import dev.slipway.model.kinds.AnalysisTemplate.MeasurementRetention;
import java.util.List;
import java.util.function.Predicate;

/// The names of metrics that a rule is about: one name, or a regular expression that the whole name
/// has to match.
final class MetricPattern {
    /// A longer one is no name and can only be there to do harm.
    private static final int LENGTH_MAX = 256;

    private MetricPattern() {}

    /// Whether a metric's name is meant. Throws [AnalysisException] if the text is no regular
    /// expression.
    static Predicate<String> of(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new AnalysisException(
                    "a metric name of " + text.length() + " characters (expected: at most 256)");
        }
        try {
            Pattern pattern = Pattern.compile(text);
            return name -> name.equals(text) || pattern.matches(name);
        } catch (PatternSyntaxException e) {
            throw new AnalysisException(
                    "'" + text + "' is no regular expression: " + e.getDescription());
        }
    }

    /// Throws [AnalysisException] if a rule is about no metric.
    static void checkRules(AnalysisTemplateSpec spec) {
        List<String> names =
                spec.metrics().stream().map(metric -> metric.path("name").asText()).toList();
        check("dryRun", spec.dryRun().stream().map(DryRun::metricName).toList(), names);
        check(
                "measurementRetention",
                spec.measurementRetention().stream().map(MeasurementRetention::metricName).toList(),
                names);
    }

    private static void check(String what, List<String> rules, List<String> names) {
        for (int i = 0; i < rules.size(); i++) {
            if (names.stream().noneMatch(of(rules.get(i)))) {
                throw new AnalysisException(
                        what + "[" + i + "]: Rule didn't match any metric name(s)");
            }
        }
    }
}
