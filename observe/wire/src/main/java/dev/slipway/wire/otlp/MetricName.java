package dev.slipway.wire.otlp;

import java.util.ArrayList;
import java.util.List;

/// Names of metrics: by the strategy, characters that were not allowed before UTF-8 names become
/// underscores, and the unit and `_total` are appended unless the name has them already.
final class MetricName {
    private static final String TOTAL = "total";
    private static final String RATIO = "ratio";

    private MetricName() {}

    /// Empty if nothing of the name is left.
    static String of(Metric metric, Translation translation) {
        if (!translation.hasSuffixes()) {
            return translation.isEscaping()
                    ? afterDigit(String.join("_", split(metric.name(), "_:")))
                    : metric.name();
        }
        UnitName unit = UnitName.of(metric.unit(), translation.isEscaping());
        return translation.isEscaping()
                ? escaped(metric.name(), unit, typeSuffix(metric))
                : appended(metric.name(), unit, typeSuffix(metric));
    }

    /// The runs of letters, digits and colons.
    static List<String> words(String text) {
        return split(text, ":");
    }

    private static String typeSuffix(Metric metric) {
        return switch (metric.data()) {
            case Metric.Sum sum -> sum.monotonic() ? TOTAL : "";
            case Metric.Gauge gauge -> metric.unit().strip().equals("1") ? RATIO : "";
            case Metric.Histogram histogram -> "";
            case Metric.Exponential exponential -> "";
            case Metric.Summary summary -> "";
            case Metric.None none -> "";
        };
    }

    private static String escaped(String name, UnitName unit, String typeSuffix) {
        List<String> words = words(name);
        if (!unit.main().isEmpty() && !words.contains(unit.main())) {
            words.add(unit.main());
        }
        if (!unit.per().isEmpty()) {
            words.add(unit.per());
        }
        if (!typeSuffix.isEmpty()) {
            words.removeIf(typeSuffix::equals);
            words.add(typeSuffix);
        }
        return afterDigit(String.join("_", words));
    }

    private static String appended(String name, UnitName unit, String typeSuffix) {
        String result = without(name, typeSuffix);
        result = without(result, unit.per());
        if (!result.endsWith(unit.main())) {
            result += "_" + unit.main();
        }
        if (!unit.per().isEmpty()) {
            result += "_" + unit.per();
        }
        return typeSuffix.isEmpty() ? result : result + "_" + typeSuffix;
    }

    private static String without(String name, String suffix) {
        boolean ends = !suffix.isEmpty() && name.endsWith("_" + suffix);
        return ends ? name.substring(0, name.length() - suffix.length() - 1) : name;
    }

    private static String afterDigit(String name) {
        return !name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9'
                ? "_" + name
                : name;
    }

    private static List<String> split(String text, String allowed) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || !isAllowed(text.charAt(i), allowed)) {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    private static boolean isAllowed(char c, String allowed) {
        return LabelName.isAlphanumeric(c) || allowed.indexOf(c) >= 0;
    }
}
