package dev.slipway.promql.syntax;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.ResetHint;
import dev.slipway.series.GoNumbers;
import dev.slipway.series.HistogramSum;
import dev.slipway.series.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.DoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A native histogram as unit tests write it: `{{schema:0 count:3 sum:4 buckets:[1 2]}}`.
/// Thread-safe.
public final class HistogramDescription {
    static final String HINT = "counter_reset_hint";

    private static final Pattern FIELD =
            Pattern.compile("\\s*([a-z_]+):(\\[[^\\[\\]]*]|[^\\s\\[\\]]+)");
    private static final Set<String> KNOWN =
            Set.of(
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
                    HINT);

    private HistogramDescription() {}

    /// Reads one with its braces; throws [SyntaxException].
    public static FloatHistogram parse(String text) {
        SourceSpan span = new SourceSpan(0, text.length());
        if (!text.startsWith("{{") || !text.endsWith("}}") || text.length() < 4) {
            throw new SyntaxException(span, "histogram: " + text + " (expected: {{field:value}})");
        }
        return of(fields(text.substring(2, text.length() - 2), span), span);
    }

    /// The same that [#parse] reads, without what is zero or empty, so that those that count the
    /// same read the same.
    public static String text(FloatHistogram histogram) {
        FloatHistogram compact = histogram.compact();
        StringJoiner text = new StringJoiner(" ", "{{", "}}");
        number(text, "schema", compact.schema());
        number(text, "count", compact.count());
        number(text, "sum", compact.sum());
        number(text, "z_bucket", compact.zeroCount());
        number(text, "z_bucket_w", compact.zeroThreshold());
        list(text, "custom_values", compact.customBounds());
        buckets(text, "", compact.positiveSpans(), compact.positiveCounts());
        buckets(text, "n_", compact.negativeSpans(), compact.negativeCounts());
        return text.toString();
    }

    static Map<String, String> fields(String text, SourceSpan span) {
        Map<String, String> fields = new HashMap<>();
        Matcher field = FIELD.matcher(text);
        int end = 0;
        while (field.find() && field.start() == end && KNOWN.contains(field.group(1))) {
            fields.put(field.group(1), field.group(2));
            end = field.end();
        }
        if (!text.substring(end).isBlank()) {
            throw new SyntaxException(
                    span,
                    "histogram: %s (expected: fields such as sum:1)"
                            .formatted(text.substring(end).strip()));
        }
        return fields;
    }

    static FloatHistogram of(Map<String, String> fields, SourceSpan span) {
        double[] positive = list(fields.get("buckets"), span);
        double[] negative = list(fields.get("n_buckets"), span);
        return new FloatHistogram(
                (int) number(fields, "schema", span),
                hint(fields.getOrDefault(HINT, "unknown"), span),
                number(fields, "z_bucket_w", span),
                number(fields, "z_bucket", span),
                number(fields, "count", span),
                number(fields, "sum", span),
                spans((int) number(fields, "offset", span), positive.length),
                positive,
                spans((int) number(fields, "n_offset", span), negative.length),
                negative,
                list(fields.get("custom_values"), span));
    }

    /// A histogram, and so many more that each have a step added or taken away.
    static List<FloatHistogram> series(
            FloatHistogram start, FloatHistogram step, boolean falling, int times) {
        List<FloatHistogram> series = new ArrayList<>(times + 1);
        series.add(start);
        HistogramSum sum = new HistogramSum(start);
        if (times > 0 && !sum.isCompatible(step)) {
            throw new SyntaxException(
                    new SourceSpan(0, 0),
                    "histogram: custom buckets in one of start and step (expected: in both)");
        }
        for (int i = 0; i < times; i++) {
            if (falling) {
                sum.subtract(step);
            } else {
                sum.add(step);
            }
            series.add(sum.hint(start.resetHint()).result());
        }
        return series;
    }

    private static List<Span> spans(int offset, int length) {
        return length == 0 ? List.of() : List.of(new Span(offset, length));
    }

    private static ResetHint hint(String text, SourceSpan span) {
        return switch (text) {
            case "unknown" -> ResetHint.UNKNOWN;
            case "gauge" -> ResetHint.GAUGE;
            case "reset" -> ResetHint.RESET;
            case "not_reset" -> ResetHint.NO_RESET;
            default ->
                    throw new SyntaxException(
                            span,
                            HINT + ": " + text + " (expected: unknown, reset, not_reset or gauge)");
        };
    }

    private static double number(Map<String, String> fields, String name, SourceSpan span) {
        return SeriesDescription.number(fields.getOrDefault(name, "0"), span);
    }

    private static double[] list(@org.jspecify.annotations.Nullable String text, SourceSpan span) {
        String inner = text == null ? "" : text.replace("[", "").replace("]", "").strip();
        return inner.isEmpty()
                ? new double[0]
                : Arrays.stream(inner.split("\\s+"))
                        .mapToDouble(each -> SeriesDescription.number(each, span))
                        .toArray();
    }

    private static void number(StringJoiner text, String name, double value) {
        if (value != 0) {
            text.add(name + ":" + GoNumbers.shortest(value));
        }
    }

    private static void list(StringJoiner text, String name, double... values) {
        if (values.length > 0) {
            DoubleFunction<String> number = GoNumbers::shortest;
            String inner = String.join(" ", Arrays.stream(values).mapToObj(number).toList());
            text.add(name + ":[" + inner + "]");
        }
    }

    /// With zeros where a bucket between others is empty.
    private static void buckets(
            StringJoiner text, String prefix, List<Span> spans, double[] counts) {
        List<Double> all = new ArrayList<>();
        int next = 0;
        for (Span span : spans) {
            int gap = next == 0 ? 0 : span.offset();
            for (int i = 0; i < gap; i++) {
                all.add(0.0);
            }
            for (int i = 0; i < span.length(); i++) {
                all.add(counts[next++]);
            }
        }
        if (!all.isEmpty()) {
            number(text, prefix + "offset", spans.getFirst().offset());
            list(text, prefix + "buckets", all.stream().mapToDouble(each -> each).toArray());
        }
    }
}
