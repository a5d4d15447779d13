package dev.slipway.rule;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.Span;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /// Without what is zero, so that equal ones read the same.
    static String text(FloatHistogram histogram) {
        StringBuilder out = new StringBuilder("{{");
        field(out, "schema", histogram.schema());
        field(out, "count", histogram.count());
        field(out, "sum", histogram.sum());
        field(out, "z_bucket", histogram.zeroCount());
        field(out, "z_bucket_w", histogram.zeroThreshold());
        buckets(out, "", histogram.positiveSpans(), histogram.positiveCounts());
        buckets(out, "n_", histogram.negativeSpans(), histogram.negativeCounts());
        return out.append("}}").toString();
    }

    private static void field(StringBuilder out, String name, double value) {
        if (value != 0) {
            out.append(out.length() > 2 ? " " : "").append(name).append(':');
            out.append(value == Math.rint(value) ? String.valueOf((long) value) : value);
        }
    }

    private static void buckets(
            StringBuilder out, String prefix, List<Span> spans, double[] counts) {
        if (counts.length > 0) {
            out.append(out.length() > 2 ? " " : "").append(prefix).append("spans:").append(spans);
            out.append(' ').append(prefix).append("buckets:").append(Arrays.toString(counts));
        }
    }
}
