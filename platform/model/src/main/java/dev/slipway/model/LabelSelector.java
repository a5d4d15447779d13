package dev.slipway.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Chooses objects by their labels: all of `matchLabels` and all of `matchExpressions` must hold.
/// The empty selector matches everything.
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {

    /// One condition; `operator` is `In`, `NotIn`, `Exists`, `DoesNotExist`, or in queries `Gt` or
    /// `Lt`, which compare whole numbers.
    public record Requirement(String key, String operator, List<String> values) {
        public Requirement {
            values = Immutable.list(values);
        }

        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                case "Gt" -> compare(value) > 0;
                case "Lt" -> compare(value) < 0;
                default -> throw unknownOperator(operator);
            };
        }

        /// The sign of the label's number less the one asked for; 0 if one of them is no number.
        private int compare(@Nullable String value) {
            if (value == null || !value.matches(NUMBER) || !values.getFirst().matches(NUMBER)) {
                return 0;
            }
            return Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
        }
    }

    private static final String NUMBER = "-?[0-9]{1,18}";

    public LabelSelector {
        matchLabels = Immutable.map(matchLabels);
        matchExpressions = Immutable.list(matchExpressions);
    }

    public static LabelSelector everything() {
        return new LabelSelector(Map.of(), List.of());
    }

    public static LabelSelector ofLabels(Map<String, String> labels) {
        return new LabelSelector(labels, List.of());
    }

    static IllegalArgumentException unknownOperator(String operator) {
        return new IllegalArgumentException(
                "operator: " + operator + " (expected: In, NotIn, Exists, DoesNotExist, Gt, Lt)");
    }

    public boolean matches(Map<String, String> labels) {
        for (var wanted : matchLabels.entrySet()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        for (Requirement requirement : matchExpressions) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }
}
