package dev.slipway.promql.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The values of a series as unit tests write them, as in `1+2x5 _x3 stale {{sum:1 count:2}}x3`.
/// Thread-safe.
public final class SeriesDescription {
    /// Most steps one description may have.
    public static final int VALUES_MAX = 1_000_000;

    private static final String NUMBER =
            "(?:[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?|[0-9]+\\.|(?i:inf|nan))";
    private static final Pattern OMITTED = Pattern.compile("_(?:x([0-9]{1,7}))?");
    private static final Pattern NUMBERS =
            Pattern.compile("([-+]?" + NUMBER + ")(?:([-+]" + NUMBER + ")?x([0-9]{1,7}))?");
    private static final Pattern HISTOGRAMS =
            Pattern.compile("\\{\\{([^{}]*)}}(?:(?:([-+])\\{\\{([^{}]*)}})?x([0-9]{1,7}))?");
    private static final Pattern FIELD =
            Pattern.compile("\\s*([a-z_]+):(\\[[^\\[\\]]*]|[^\\s\\[\\]]+)");
    private static final Pattern ITEM =
            Pattern.compile("\\{\\{[^{}]*}}(?:[^\\s{]|\\{\\{[^{}]*}})*|\\S+");

    private final List<SeriesValue> values = new ArrayList<>();

    private SeriesDescription() {}

    /// Reads the part after the metric; throws [SyntaxException].
    public static List<SeriesValue> values(String text) {
        SeriesDescription description = new SeriesDescription();
        Matcher item = ITEM.matcher(text);
        while (item.find()) {
            SourceSpan span = new SourceSpan(item.start(), item.end());
            description.add(item.group(), span);
            if (description.values.size() > VALUES_MAX) {
                throw new SyntaxException(span, "values: over " + VALUES_MAX);
            }
        }
        return List.copyOf(description.values);
    }

    private void add(String item, SourceSpan span) {
        if (item.equals("stale")) {
            values.add(new SeriesValue.Stale());
            return;
        }
        Matcher omitted = OMITTED.matcher(item);
        if (omitted.matches()) {
            int count = omitted.group(1) == null ? 1 : count(omitted.group(1), span);
            for (int i = 0; i < count; i++) {
                values.add(new SeriesValue.Omitted());
            }
            return;
        }
        Matcher numbers = NUMBERS.matcher(item);
        if (numbers.matches()) {
            addNumbers(numbers, span);
            return;
        }
        Matcher histograms = HISTOGRAMS.matcher(item);
        if (!histograms.matches()) {
            throw new SyntaxException(
                    span, "value: " + item + " (expected: number, _, stale or {{histogram}})");
        }
        addHistograms(histograms, span);
    }

    private void addNumbers(Matcher item, SourceSpan span) {
        double value = number(item.group(1));
        double step = item.group(2) == null ? 0 : number(item.group(2));
        int times = item.group(3) == null ? 0 : count(item.group(3), span);
        for (int i = 0; i <= times; i++) {
            values.add(new SeriesValue.Floating(value));
            value += step;
        }
    }

    private void addHistograms(Matcher item, SourceSpan span) {
        Map<String, String> start = fields(item.group(1), span);
        @Nullable Map<String, String> step =
                item.group(3) == null ? null : fields(item.group(3), span);
        int sign = "-".equals(item.group(2)) ? -1 : 1;
        int times = item.group(4) == null ? 0 : count(item.group(4), span);
        for (int i = 0; i <= times; i++) {
            values.add(new SeriesValue.Histogram(start, step, sign * i));
        }
    }

    private static Map<String, String> fields(String text, SourceSpan span) {
        Map<String, String> fields = new HashMap<>();
        Matcher field = FIELD.matcher(text);
        int end = 0;
        while (field.find() && field.start() == end) {
            fields.put(field.group(1), field.group(2));
            end = field.end();
        }
        if (!text.substring(end).isBlank()) {
            throw new SyntaxException(
                    span, "histogram: " + text.substring(end) + " (expected: field:value)");
        }
        return fields;
    }

    private static int count(String digits, SourceSpan span) {
        int count = Integer.parseInt(digits);
        if (count > VALUES_MAX) {
            throw new SyntaxException(span, "repetitions: over " + VALUES_MAX);
        }
        return count;
    }

    private static double number(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.endsWith("nan")) {
            return Double.NaN;
        }
        if (lower.endsWith("inf")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.parseDouble(text);
    }
}
