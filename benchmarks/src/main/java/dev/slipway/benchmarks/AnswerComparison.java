package dev.slipway.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.promql.QueryException;
import dev.slipway.promql.QueryResult;
import dev.slipway.promql.QueryValue;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Says in what our answer differs from that of Prometheus.
final class AnswerComparison {
    /// Values may differ in their last bits, since sums may be taken in another order.
    private static final double TOLERANCE = 1e-9;

    private AnswerComparison() {}

    /// @param answer nothing if values, labels, order and failure are the same
    /// @param notes nothing if warnings and infos are the same
    record Difference(String answer, String notes) {}

    static Difference of(JsonNode theirs, Supplier<QueryResult> ours, boolean ordered) {
        QueryResult result;
        try {
            result = ours.get();
        } catch (QueryException e) {
            boolean failed = theirs.path("status").asText().equals("error");
            String said =
                    theirs.path("error")
                            .asText()
                            .replaceFirst("^invalid parameter \"query\": ", "");
            return failed
                    ? new Difference(
                            "",
                            said.equals(e.getMessage())
                                    ? ""
                                    : "error: " + e.getMessage() + "\n   not: " + said)
                    : new Difference("failed: " + e.getMessage(), "");
        }
        if (!theirs.path("status").asText().equals("success")) {
            return new Difference("answered, not: " + theirs.path("error").asText(), "");
        }
        return new Difference(
                answer(theirs.path("data"), result.value(), ordered),
                difference("warnings", theirs, result.warnings())
                        + difference("infos", theirs, result.infos()));
    }

    private static String difference(String kind, JsonNode theirs, List<String> ours) {
        Set<String> wanted = new TreeSet<>();
        theirs.path(kind).forEach(each -> wanted.add(each.asText()));
        Set<String> got = new TreeSet<>(ours);
        return wanted.equals(got) ? "" : "%s: %s%n   not: %s".formatted(kind, got, wanted);
    }

    private static String answer(JsonNode data, QueryValue value, boolean ordered) {
        String type = data.path("resultType").asText();
        JsonNode result = data.path("result");
        return switch (value) {
            case QueryValue.Scalar scalar ->
                    type.equals("scalar") && close(number(result.get(1)), scalar.value())
                            ? ""
                            : "got " + scalar + ", wanted " + result;
            case QueryValue.StringValue text ->
                    result.path(1).asText().equals(text.text()) ? "" : "got " + text;
            case QueryValue.Vector vector -> {
                List<Point> theirs = new ArrayList<>();
                result.forEach(each -> theirs.add(Point.of(each, each)));
                List<Point> ours = new ArrayList<>();
                for (QueryValue.Sample sample : vector.samples()) {
                    ours.add(
                            new Point(
                                    sample.labels(),
                                    sample.timeMillis(),
                                    sample.value(),
                                    sample.histogram(),
                                    null));
                }
                yield points(theirs, ours, ordered);
            }
            case QueryValue.Matrix matrix -> {
                List<Point> theirs = new ArrayList<>();
                for (JsonNode series : result) {
                    series.path("values").forEach(each -> theirs.add(Point.ofFloat(series, each)));
                    series.path("histograms")
                            .forEach(each -> theirs.add(Point.ofHistogram(series, each)));
                }
                List<Point> ours = new ArrayList<>();
                for (QueryValue.Series series : matrix.series()) {
                    for (int i = 0; i < series.size(); i++) {
                        ours.add(
                                new Point(
                                        series.labels(),
                                        series.timesMillis()[i],
                                        series.values()[i],
                                        series.histogram(i),
                                        null));
                    }
                }
                yield points(theirs, ours, false);
            }
        };
    }

    /// A sample; a histogram is ours or theirs.
    private record Point(
            Labels labels,
            long timeMillis,
            double value,
            @Nullable FloatHistogram histogram,
            @Nullable JsonNode described) {
        static Point of(JsonNode series, JsonNode sample) {
            return sample.has("histogram")
                    ? ofHistogram(series, sample.get("histogram"))
                    : ofFloat(series, sample.get("value"));
        }

        static Point ofFloat(JsonNode series, JsonNode pair) {
            return new Point(labels(series), millis(pair), number(pair.get(1)), null, null);
        }

        static Point ofHistogram(JsonNode series, JsonNode pair) {
            return new Point(labels(series), millis(pair), 0, null, pair.get(1));
        }

        private static Labels labels(JsonNode series) {
            Labels.Builder labels = Labels.builder();
            series.path("metric")
                    .properties()
                    .forEach(e -> labels.set(e.getKey(), e.getValue().asText()));
            return labels.build();
        }

        private static long millis(JsonNode pair) {
            return Math.round(pair.get(0).asDouble() * 1_000);
        }

        String key() {
            return labels + " @" + timeMillis;
        }

        boolean isHistogram() {
            return histogram != null || described != null;
        }

        @Override
        public String toString() {
            Object shown = described != null ? described : histogram != null ? histogram : value;
            return key() + " " + shown;
        }
    }

    private static String points(List<Point> theirs, List<Point> ours, boolean ordered) {
        if (ordered
                && !theirs.stream()
                        .map(Point::key)
                        .toList()
                        .equals(ours.stream().map(Point::key).toList())) {
            return "other order or samples: got " + ours + "\n   wanted " + theirs;
        }
        Map<String, Point> wanted = new TreeMap<>();
        theirs.forEach(each -> wanted.put(each.key(), each));
        for (Point point : ours) {
            Point other = wanted.remove(point.key());
            if (other == null) {
                return "too much: " + point;
            }
            if (!same(other, point)) {
                return "got " + point + "\n   wanted " + other;
            }
        }
        return wanted.isEmpty()
                ? ""
                : wanted.size() + " missing: " + wanted.values().iterator().next();
    }

    private static boolean same(Point theirs, Point ours) {
        FloatHistogram histogram = ours.histogram();
        JsonNode described = theirs.described();
        if (histogram == null || described == null) {
            return theirs.isHistogram() == ours.isHistogram()
                    && close(theirs.value(), ours.value());
        }
        if (!close(number(described.get("count")), histogram.count())
                || !close(number(described.get("sum")), histogram.sum())) {
            return false;
        }
        // Prometheus shows the bucket around zero only if its count is positive.
        List<FloatHistogram.Bucket> buckets =
                histogram.buckets().stream()
                        .filter(each -> each.count() != 0)
                        .filter(each -> each.count() > 0 || each.lower() != -each.upper())
                        .toList();
        JsonNode others = described.path("buckets");
        if (buckets.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < buckets.size(); i++) {
            FloatHistogram.Bucket bucket = buckets.get(i);
            JsonNode other = others.get(i);
            if (!close(number(other.get(1)), bucket.lower())
                    || !close(number(other.get(2)), bucket.upper())
                    || !close(number(other.get(3)), bucket.count())) {
                return false;
            }
        }
        return true;
    }

    private static double number(JsonNode text) {
        return switch (text.asText()) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text.asText());
        };
    }

    private static boolean close(double left, double right) {
        if (left == right || (Double.isNaN(left) && Double.isNaN(right))) {
            return true;
        }
        double size = Math.max(Math.abs(left), Math.abs(right));
        return Math.abs(left - right) <= TOLERANCE * size;
    }
}
