package dev.slipway.rule;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads and writes a native histogram as unit tests do: `{{schema:0 count:3 sum:4 buckets:[1
/// 2]}}`.
final class HistogramNotation {
    private static final Pattern FIELD = Pattern.compile("\\s*([a-z_]+):(\\[[^\\]]*]|[^\\s\\]}]+)");
    private static final List<String> KNOWN =
            List.of(
                    "schema",
                    "sum",
                    "count",
                    "z_bucket",
                    "z_bucket_w",
                    "buckets",
                    "offset",
                    "n_buckets",
                    "n_offset",
                    "custom_values",
                    "counter_reset_hint");

    private HistogramNotation() {}

    static FloatHistogram parse(String text) {
        Map<String, String> fields = fields(text.substring(2, text.length() - 2));
        double[] positive = numbers(fields, "buckets");
        double[] negative = numbers(fields, "n_buckets");
        return new FloatHistogram(
                (int) number(fields, "schema"),
                hint(fields.getOrDefault("counter_reset_hint", "unknown")),
                number(fields, "z_bucket_w"),
                number(fields, "z_bucket"),
                number(fields, "count"),
                number(fields, "sum"),
                spans((int) number(fields, "offset"), positive),
                positive,
                spans((int) number(fields, "n_offset"), negative),
                negative,
                numbers(fields, "custom_values"));
    }

    private static Map<String, String> fields(String body) {
        Map<String, String> fields = new HashMap<>();
        int at = 0;
        Matcher matcher = FIELD.matcher(body);
        while (at < body.length() && !body.substring(at).isBlank()) {
            boolean found = matcher.region(at, body.length()).lookingAt();
            if (!found || !KNOWN.contains(matcher.group(1))) {
                throw new IllegalArgumentException(
                        "histogram: `%s` (expected: fields of %s)"
                                .formatted(body.substring(at).strip(), String.join(", ", KNOWN)));
            }
            fields.put(matcher.group(1), matcher.group(2));
            at = matcher.end();
        }
        return fields;
    }

    private static List<Span> spans(int offset, double[] counts) {
        return counts.length == 0 ? List.of() : List.of(new Span(offset, counts.length));
    }

    private static ResetHint hint(String text) {
        return switch (text) {
            case "unknown" -> ResetHint.UNKNOWN;
            case "reset" -> ResetHint.RESET;
            case "not_reset" -> ResetHint.NO_RESET;
            case "gauge" -> ResetHint.GAUGE;
            default ->
                    throw new IllegalArgumentException(
                            "counter_reset_hint: "
                                    + text
                                    + " (expected: unknown, reset, not_reset or gauge)");
        };
    }

    private static double number(Map<String, String> fields, String name) {
        return SeriesNotation.number(fields.getOrDefault(name, "0"));
    }

    private static double[] numbers(Map<String, String> fields, String name) {
        String list = fields.getOrDefault(name, "[]");
        String inner = list.replace("[", "").replace("]", "").strip();
        return inner.isEmpty()
                ? new double[0]
                : Arrays.stream(inner.split("\\s+")).mapToDouble(SeriesNotation::number).toArray();
    }

    /// The sum of two of the same resolution; the second taken `times` times.
    static FloatHistogram sum(FloatHistogram first, FloatHistogram second, double times) {
        boolean alike =
                first.schema() == second.schema()
                        && first.zeroThreshold() == second.zeroThreshold()
                        && Arrays.equals(first.customBounds(), second.customBounds());
        if (!alike) {
            throw new IllegalArgumentException(
                    "histogram: another schema, z_bucket_w or custom_values in the step"
                            + " (expected: the same)");
        }
        NavigableMap<Integer, Double> positive =
                sum(
                        buckets(first.positiveSpans(), first.positiveCounts()),
                        buckets(second.positiveSpans(), second.positiveCounts()),
                        times);
        NavigableMap<Integer, Double> negative =
                sum(
                        buckets(first.negativeSpans(), first.negativeCounts()),
                        buckets(second.negativeSpans(), second.negativeCounts()),
                        times);
        return new FloatHistogram(
                first.schema(),
                first.resetHint(),
                first.zeroThreshold(),
                first.zeroCount() + times * second.zeroCount(),
                first.count() + times * second.count(),
                first.sum() + times * second.sum(),
                spans(positive),
                counts(positive),
                spans(negative),
                counts(negative),
                first.customBounds());
    }

    private static NavigableMap<Integer, Double> sum(
            NavigableMap<Integer, Double> first,
            NavigableMap<Integer, Double> second,
            double times) {
        NavigableMap<Integer, Double> sum = new TreeMap<>(first);
        second.forEach((index, count) -> sum.merge(index, times * count, Double::sum));
        return sum;
    }

    /// One span for each bucket, so that buckets far apart take no room.
    private static List<Span> spans(NavigableMap<Integer, Double> buckets) {
        List<Span> spans = new ArrayList<>();
        int end = 0;
        for (int index : buckets.keySet()) {
            spans.add(new Span(index - end, 1));
            end = index + 1;
        }
        return spans;
    }

    private static double[] counts(NavigableMap<Integer, Double> buckets) {
        return buckets.values().stream().mapToDouble(each -> each).toArray();
    }

    /// Buckets that are not empty, by index.
    private static NavigableMap<Integer, Double> buckets(List<Span> spans, double[] counts) {
        NavigableMap<Integer, Double> buckets = new TreeMap<>();
        int index = 0;
        int next = 0;
        for (Span span : spans) {
            index += span.offset();
            for (int i = 0; i < span.length(); i++) {
                if (counts[next] != 0) {
                    buckets.put(index, counts[next]);
                }
                next++;
                index++;
            }
        }
        return buckets;
    }

    /// Without what is zero, and with buckets by index, so that equal ones read the same however
    /// they are laid out.
    static String text(FloatHistogram histogram) {
        List<String> fields = new ArrayList<>();
        field(fields, "schema", histogram.schema());
        field(fields, "count", histogram.count());
        field(fields, "sum", histogram.sum());
        field(fields, "z_bucket", histogram.zeroCount());
        field(fields, "z_bucket_w", histogram.zeroThreshold());
        field(fields, "buckets", buckets(histogram.positiveSpans(), histogram.positiveCounts()));
        field(fields, "n_buckets", buckets(histogram.negativeSpans(), histogram.negativeCounts()));
        if (histogram.customBounds().length > 0) {
            fields.add("custom_values:" + Arrays.toString(histogram.customBounds()));
        }
        return "{{" + String.join(" ", fields) + "}}";
    }

    private static void field(List<String> fields, String name, double value) {
        if (value != 0) {
            boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
            fields.add(name + ":" + (whole ? Long.toString((long) value) : Double.toString(value)));
        }
    }

    private static void field(
            List<String> fields, String name, NavigableMap<Integer, Double> buckets) {
        if (!buckets.isEmpty()) {
            fields.add(name + ":" + buckets);
        }
    }
}
