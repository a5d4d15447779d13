package dev.slipway.promql;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Functions of histograms, classic and native. Series of classic buckets are put together once for
/// all steps. For one thread.
final class HistogramFunctions {
    private static final String BUCKET_LABEL = "le";

    private final Query query;

    HistogramFunctions(Query query) {
        this.query = query;
    }

    /// What is computed of a histogram at a step.
    private interface Measure {
        double ofClassic(ClassicBuckets buckets, int step);

        double ofNative(FloatHistogram histogram, int step, NativeQuantile.Said said);
    }

    private record Bucket(double bound, Row row) {}

    Rows statistic(String name, Rows rows) {
        List<Row> results = new ArrayList<>();
        for (Row row : rows.rows()) {
            if (!row.hasHistograms()) {
                continue;
            }
            Row result = query.nameless(row, row.steps());
            for (int i = 0; i < row.steps(); i++) {
                FloatHistogram histogram = row.histogram(i);
                if (histogram != null) {
                    result.set(i, statistic(name, histogram));
                }
            }
            results.add(result);
        }
        return new Rows(results).merged();
    }

    void warnOfQuantiles(double[] quantiles, int position) {
        for (double quantile : quantiles) {
            if (!(quantile >= 0 && quantile <= 1)) {
                query.notes().invalidQuantile(quantile, position);
            }
        }
    }

    Rows quantile(Rows rows, int position, double[] quantiles) {
        return measure(
                rows,
                position,
                true,
                new Measure() {
                    @Override
                    public double ofClassic(ClassicBuckets buckets, int step) {
                        return buckets.quantile(quantiles[step]);
                    }

                    @Override
                    public double ofNative(
                            FloatHistogram histogram, int step, NativeQuantile.Said said) {
                        return NativeQuantile.quantile(quantiles[step], histogram, said);
                    }
                });
    }

    Rows fraction(Rows rows, int position, double[] lower, double[] upper) {
        return measure(
                rows,
                position,
                false,
                new Measure() {
                    @Override
                    public double ofClassic(ClassicBuckets buckets, int step) {
                        return buckets.fraction(lower[step], upper[step]);
                    }

                    @Override
                    public double ofNative(
                            FloatHistogram histogram, int step, NativeQuantile.Said said) {
                        return NativeQuantile.fraction(lower[step], upper[step], histogram, said);
                    }
                });
    }

    private Rows measure(Rows rows, int position, boolean quantile, Measure measure) {
        Map<Labels, List<Bucket>> classic = new LinkedHashMap<>();
        Map<Labels, Row> results = new LinkedHashMap<>();
        for (Row row : rows.rows()) {
            Double bound = hasFloats(row) ? bound(row, position) : null;
            if (bound != null) {
                Labels labels = row.labels().without(List.of(BUCKET_LABEL));
                classic.computeIfAbsent(labels, l -> new ArrayList<>()).add(new Bucket(bound, row));
            }
        }
        classic.forEach((labels, buckets) -> classic(labels, buckets, position, measure, results));
        for (Row row : rows.rows()) {
            if (row.hasHistograms()) {
                ofNative(row, position, quantile, measure, results);
            }
        }
        List<Row> all = new ArrayList<>();
        for (Row row : results.values()) {
            if (!row.isEmpty()) {
                Row nameless = query.nameless(row, 0);
                all.add(row.relabelled(nameless.labels(), nameless.isNameless()));
            }
        }
        return new Rows(all).merged();
    }

    private void classic(
            Labels labels,
            List<Bucket> buckets,
            int position,
            Measure measure,
            Map<Labels, Row> results) {
        buckets.sort(Comparator.comparingDouble(Bucket::bound));
        int steps = buckets.getFirst().row.steps();
        Row result = new Row(labels, false, steps);
        ClassicBuckets column = new ClassicBuckets(buckets.size());
        for (int step = 0; step < steps; step++) {
            column.clear();
            for (Bucket bucket : buckets) {
                if (bucket.row.hasFloat(step)) {
                    column.add(bucket.bound, bucket.row.value(step));
                }
            }
            if (!column.isEmpty()) {
                result.set(step, measure.ofClassic(column, step));
                if (column.wasForcedMonotonic()) {
                    query.notes().fixedMonotonicity(labels.metricName(), position);
                }
            }
        }
        results.put(labels, result);
    }

    private void ofNative(
            Row row, int position, boolean quantile, Measure measure, Map<Labels, Row> results) {
        String metric = row.labels().metricName();
        Row result = results.computeIfAbsent(row.labels(), l -> new Row(l, false, row.steps()));
        NativeQuantile.Said said = new NativeQuantile.Said();
        for (int step = 0; step < row.steps(); step++) {
            FloatHistogram histogram = row.histogram(step);
            if (histogram == null) {
                continue;
            }
            if (result.has(step)) {
                query.notes().mixedClassicAndNative(metric, position);
                result.set(step, dev.slipway.series.StaleMarker.VALUE);
                continue;
            }
            said.notANumber = false;
            said.resultIsNotANumber = false;
            result.set(step, measure.ofNative(histogram, step, said));
            note(said, quantile, metric, position);
        }
    }

    private void note(NativeQuantile.Said said, boolean quantile, String metric, int position) {
        if (!said.notANumber) {
            return;
        }
        if (!quantile) {
            query.notes().fractionExcludesNotANumber(metric, position);
        } else if (said.resultIsNotANumber) {
            query.notes().quantileIsNotANumber(metric, position);
        } else {
            query.notes().quantileIsSkewed(metric, position);
        }
    }

    private @org.jspecify.annotations.Nullable Double bound(Row row, int position) {
        String text = row.labels().value(BUCKET_LABEL);
        try {
            return switch (text) {
                case "+Inf", "Inf", "inf", "+inf" -> Double.POSITIVE_INFINITY;
                case "-Inf", "-inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.valueOf(text);
            };
        } catch (NumberFormatException _) {
            // Without delayed removal of names upstream has lost the name by then.
            String metric = query.delaysNameRemoval() ? row.labels().metricName() : "";
            query.notes().badBucketLabel(metric, text, position);
            return null;
        }
    }

    private static boolean hasFloats(Row row) {
        for (int i = 0; i < row.steps(); i++) {
            if (row.hasFloat(i)) {
                return true;
            }
        }
        return false;
    }

    private static double statistic(String name, FloatHistogram histogram) {
        return switch (name) {
            case "histogram_count" -> histogram.count();
            case "histogram_sum" -> histogram.sum();
            case "histogram_avg" -> histogram.sum() / histogram.count();
            case "histogram_stddev" -> Math.sqrt(HistogramMoments.variance(histogram));
            default -> HistogramMoments.variance(histogram);
        };
    }
}
