package dev.slipway.promql;

import dev.slipway.series.GoNumbers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what a query has to say besides its result, each with the place in the query it is
/// about (line and column from 1). The same thing is said once. For one thread.
final class Notes {
    private static final String WARNING = "PromQL warning: ";
    private static final String INFO = "PromQL info: ";

    private final String query;
    private final Set<String> warnings = new LinkedHashSet<>();
    private final Set<String> infos = new LinkedHashSet<>();

    Notes(String query) {
        this.query = query;
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    List<String> infos() {
        return List.copyOf(infos);
    }

    /// From a source of series, as it is.
    void sourceWarning(String text) {
        warnings.add(text);
    }

    void mixedFloatsAndHistograms(String metric, int position) {
        warn("encountered a mix of histograms and floats" + forMetric(metric), position);
    }

    void mixedFloatsAndHistogramsInAggregation(int position) {
        warn("encountered a mix of histograms and floats for aggregation", position);
    }

    void mixedClassicAndNative(String metric, int position) {
        warn(
                "vector contains a mix of classic and native histograms" + forMetric(metric),
                position);
    }

    void mixedBucketSchemas(String metric, int position) {
        warn(
                "vector contains a mix of histograms with exponential and custom buckets schemas"
                        + forMetric(metric),
                position);
    }

    void invalidQuantile(double quantile, int position) {
        warn(
                "quantile value should be between 0 and 1, got " + GoNumbers.shortest(quantile),
                position);
    }

    void ineffectiveSort(int position) {
        warn(
                "sort is ineffective for range queries since results are always ordered by labels",
                position);
    }

    void invalidRatio(double ratio, double used, int position) {
        warn(
                "ratio value should be between -1 and 1, got %s, capping to %s"
                        .formatted(GoNumbers.shortest(ratio), GoNumbers.shortest(used)),
                position);
    }

    void badBucketLabel(String metric, String value, int position) {
        warn(
                "bucket label \"le\" is missing or has a malformed value of \"%s\"%s"
                        .formatted(value, forMetric(metric)),
                position);
    }

    void notACounter(String metric, int position) {
        warn("this native histogram metric is not a counter: \"%s\"".formatted(metric), position);
    }

    void notAGauge(String metric, int position) {
        warn("this native histogram metric is not a gauge: \"%s\"".formatted(metric), position);
    }

    void conflictingResets(String operation, int position) {
        warn("conflicting counter resets during histogram " + operation, position);
    }

    void overlappingStart(String metric, int position) {
        warn(
                "sample has start time that overlaps with previous sample timestamp for metric"
                        + " \"%s\"".formatted(metric),
                position);
    }

    void possiblyNotACounter(String metric, int position) {
        inform(
                "metric might not be a counter, name does not end in _total/_sum/_count/_bucket:"
                        + " \"%s\"".formatted(metric),
                position);
    }

    void typeIsNotCounter(String metric, String type, int position) {
        inform(
                "metric might not be a counter, __type__ label is not set to \"counter\" or"
                        + " \"histogram\", got \"%s\": \"%s\"".formatted(type, metric),
                position);
    }

    void reconciledBounds(String operation, int position) {
        inform("mismatched custom buckets were reconciled during " + operation, position);
    }

    void fixedMonotonicity(String metric, int position) {
        inform(
                "input to histogram_quantile needed to be fixed for monotonicity (see"
                        + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)"
                        + forMetric(metric),
                position);
    }

    void quantileIsNotANumber(String metric, int position) {
        inform(
                "input to histogram_quantile has NaN observations, result is NaN"
                        + forMetric(metric),
                position);
    }

    void quantileIsSkewed(String metric, int position) {
        inform(
                "input to histogram_quantile has NaN observations, result is skewed higher"
                        + forMetric(metric),
                position);
    }

    void fractionExcludesNotANumber(String metric, int position) {
        inform(
                "input to histogram_fraction has NaN observations, which are excluded from all"
                        + " fractions"
                        + forMetric(metric),
                position);
    }

    void incompatibleTypes(String left, String operator, String right, int position) {
        inform(
                "incompatible sample types encountered for binary operator \"%s\": %s %s %s"
                        .formatted(operator, left, operator, right),
                position);
    }

    void incompatibleBuckets(String operator, int position) {
        warn("incompatible bucket layout encountered for binary operator " + operator, position);
    }

    void ignoredHistogramInAggregation(String operation, int position) {
        inform("ignored histogram in %s aggregation".formatted(operation), position);
    }

    void ignoredHistogram(String metric, int position) {
        inform(
                "ignored histograms in a range containing both floats and histograms"
                        + forMetric(metric),
                position);
    }

    private static String forMetric(String metric) {
        return metric.isEmpty() ? "" : " for metric name \"" + metric + "\"";
    }

    private void warn(String text, int position) {
        warnings.add(WARNING + text + place(position));
    }

    private void inform(String text, int position) {
        infos.add(INFO + text + place(position));
    }

    private String place(int position) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(position, query.length()); i++) {
            if (query.charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return " (" + line + ":" + column + ")";
    }
}
