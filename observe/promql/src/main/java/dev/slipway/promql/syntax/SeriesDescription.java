package dev.slipway.promql.syntax;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern SIGNED = Pattern.compile("[-+]?" + NUMBER);
    private static final Pattern ITEM =
            Pattern.compile("\\{\\{[^{}]*}}(?:[^\\s{]|\\{\\{[^{}]*}})*|\\S+");

    private final List<SeriesValue> values = new ArrayList<>();

    private SeriesDescription() {}

    /// A series and its values.
    public record Described(Labels labels, List<SeriesValue> values) {
        public Described {
            values = List.copyOf(values);
        }
    }

    /// Reads a whole line, such as `load{job="a"} 1+2x5`; throws [SyntaxException].
    public static Described parse(String line) {
        int end = endOfMetric(line);
        return new Described(labels(line.substring(0, end)), values(line.substring(end)));
    }

    /// Reads the metric, such as `load{job="a"}`; throws [SyntaxException].
    public static Labels labels(String text) {
        return SelectorParser.labels(text);
    }

    /// Reads one number; throws [SyntaxException].
    public static double number(String text) {
        return number(text, new SourceSpan(0, text.length()));
    }

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
        double value = parsed(item.group(1));
        double step = item.group(2) == null ? 0 : parsed(item.group(2));
        int times = item.group(3) == null ? 0 : count(item.group(3), span);
        for (int i = 0; i <= times; i++) {
            values.add(new SeriesValue.Floating(value));
            value += step;
        }
    }

    private void addHistograms(Matcher item, SourceSpan span) {
        Map<String, String> fields = HistogramDescription.fields(item.group(1), span);
        boolean hintGiven = fields.containsKey(HistogramDescription.HINT);
        FloatHistogram start = HistogramDescription.of(fields, span);
        int times = item.group(4) == null ? 0 : count(item.group(4), span);
        if (item.group(3) == null) {
            for (int i = 0; i <= times; i++) {
                values.add(new SeriesValue.Histogram(start, hintGiven));
            }
            return;
        }
        FloatHistogram step =
                HistogramDescription.of(HistogramDescription.fields(item.group(3), span), span);
        boolean falling = "-".equals(item.group(2));
        for (FloatHistogram each : HistogramDescription.series(start, step, falling, times)) {
            values.add(new SeriesValue.Histogram(each, hintGiven));
        }
    }

    private static int count(String digits, SourceSpan span) {
        int count = Integer.parseInt(digits);
        if (count > VALUES_MAX) {
            throw new SyntaxException(span, "repetitions: over " + VALUES_MAX);
        }
        return count;
    }

    static double number(String text, SourceSpan span) {
        if (!SIGNED.matcher(text).matches()) {
            throw new SyntaxException(
                    span, "number: " + text + " (expected: one such as 1.5 or 1e3)");
        }
        return parsed(text);
    }

    private static double parsed(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.endsWith("nan")) {
            return Double.NaN;
        }
        if (lower.endsWith("inf")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.parseDouble(text);
    }

    /// Where the values begin: behind the name, or behind the braces.
    private static int endOfMetric(String line) {
        int at = 0;
        while (at < line.length() && " \t{".indexOf(line.charAt(at)) < 0) {
            at++;
        }
        int brace = at;
        while (brace < line.length() && Character.isWhitespace(line.charAt(brace))) {
            brace++;
        }
        if (!line.startsWith("{", brace) || line.startsWith("{{", brace)) {
            return at;
        }
        char quote = 0;
        for (int i = brace; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                i += c == '\\' && quote != '`' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'' || c == '`') {
                quote = c;
            } else if (c == '}') {
                return i + 1;
            }
        }
        return line.length();
    }
}
