package dev.slipway.promql;

import dev.slipway.promql.syntax.SeriesDescription;
import dev.slipway.promql.syntax.SeriesValue;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.HistogramSum;
import dev.slipway.series.Labels;
import dev.slipway.series.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A line of a script: labels and values.
record DescribedSeries(Labels labels, List<SeriesValue> values) {
    private static final Pattern LINE =
            Pattern.compile(
                    "([^\\s{]*)\\s*(?:\\{((?:\"(?:[^\"\\\\]|\\\\.)*\"|[^}\"{])*)})?\\s*(.*)");
    private static final Pattern LABEL =
            Pattern.compile(
                    "\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s=,\"]+)\\s*(?:=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'))?\\s*,?");

    static DescribedSeries parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("series: " + line);
        }
        Labels.Builder labels = Labels.builder().set(Labels.METRIC_NAME, matcher.group(1));
        String inner = matcher.group(2);
        if (inner != null) {
            Matcher label = LABEL.matcher(inner);
            while (label.find()) {
                String value = label.group(2);
                if (value == null) {
                    labels.set(Labels.METRIC_NAME, unquote(label.group(1)));
                } else {
                    labels.set(unquote(label.group(1)), unquote(value));
                }
            }
        }
        return new DescribedSeries(labels.build(), SeriesDescription.values(matcher.group(3)));
    }

    static @Nullable FloatHistogram histogram(SeriesValue value) {
        if (!(value instanceof SeriesValue.Histogram described)) {
            return null;
        }
        FloatHistogram start = histogram(described.start());
        Map<String, String> step = described.step();
        if (step == null || described.times() == 0) {
            return start;
        }
        HistogramSum sum = new HistogramSum(start);
        FloatHistogram one = histogram(step);
        for (int i = 0; i < Math.abs(described.times()); i++) {
            if (described.times() > 0) {
                sum.add(one);
            } else {
                sum.subtract(one);
            }
        }
        return sum.hint(start.resetHint()).result();
    }

    private static FloatHistogram histogram(Map<String, String> fields) {
        double[] positive = list(fields.get("buckets"));
        double[] negative = list(fields.get("n_buckets"));
        return new FloatHistogram(
                (int) number(fields.get("schema")),
                hint(fields.getOrDefault("counter_reset_hint", "unknown")),
                number(fields.get("z_bucket_w")),
                number(fields.get("z_bucket")),
                number(fields.get("count")),
                number(fields.get("sum")),
                spans((int) number(fields.get("offset")), positive.length),
                positive,
                spans((int) number(fields.get("n_offset")), negative.length),
                negative,
                list(fields.get("custom_values")));
    }

    private static List<Span> spans(int offset, int length) {
        return length == 0 ? List.of() : List.of(new Span(offset, length));
    }

    private static ResetHint hint(String text) {
        return switch (text) {
            case "gauge" -> ResetHint.GAUGE;
            case "reset" -> ResetHint.RESET;
            case "not_reset" -> ResetHint.NO_RESET;
            default -> ResetHint.UNKNOWN;
        };
    }

    private static double[] list(@Nullable String text) {
        if (text == null || text.length() < 3) {
            return new double[0];
        }
        String inner = text.substring(1, text.length() - 1).strip();
        return inner.isEmpty()
                ? new double[0]
                : Arrays.stream(inner.split("\\s+")).mapToDouble(DescribedSeries::number).toArray();
    }

    private static double number(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        return switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static String unquote(String text) {
        if (text.length() < 2 || (text.charAt(0) != '"' && text.charAt(0) != '\'')) {
            return text;
        }
        return text.substring(1, text.length() - 1).translateEscapes();
    }
}
