package dev.slipway.rule;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Something a group evaluates. Labels are those of the rule and, where it does not say otherwise,
/// of its group.
public sealed interface Rule {
    /// Of the series or of the alert.
    String name();

    String expression();

    Map<String, String> labels();

    /// Writes what a query answers as a series.
    record Recording(String name, String expression, Map<String, String> labels) implements Rule {
        public Recording {
            requireNonNull(name, "name");
            requireNonNull(expression, "expression");
            labels = inOrder(labels);
        }
    }

    /// Raises an alert for each series that a query answers.
    ///
    /// @param hold how long it must be there before the alert fires: `for`
    /// @param keepFiring how long the alert fires on when it is gone: `keep_firing_for`
    record Alerting(
            String name,
            String expression,
            Duration hold,
            Duration keepFiring,
            Map<String, String> labels,
            Map<String, String> annotations)
            implements Rule {
        public Alerting {
            requireNonNull(name, "name");
            requireNonNull(expression, "expression");
            requireNonNull(hold, "hold");
            requireNonNull(keepFiring, "keepFiring");
            labels = inOrder(labels);
            annotations = inOrder(annotations);
        }
    }

    private static Map<String, String> inOrder(Map<String, String> values) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
