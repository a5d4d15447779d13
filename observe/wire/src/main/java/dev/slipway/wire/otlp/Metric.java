package dev.slipway.wire.otlp;

import dev.slipway.series.Exemplar;
import java.util.List;

/// A metric of OTLP, as far as it becomes series. The arrays are not to be changed.
record Metric(String name, String description, String unit, Data data) {
    /// The text of an attribute's value, whatever its type was.
    record Attribute(String key, String value) {}

    /// The library that measured.
    record Scope(String name, String version, String schemaUrl, List<Attribute> attributes) {
        static final Scope NONE = new Scope("", "", "", List.of());
    }

    record ScopeMetrics(Scope scope, List<Metric> metrics) {}

    /// What was measured, and what was measured of it.
    record ResourceMetrics(List<Attribute> attributes, List<ScopeMetrics> scopes) {}

    /// Since when a sum is one.
    enum Temporality {
        UNSPECIFIED,
        DELTA,
        CUMULATIVE
    }

    sealed interface Data {
        List<? extends Point> points();

        /// Whether points count since a start that does not move.
        default Temporality temporality() {
            return Temporality.CUMULATIVE;
        }
    }

    record Gauge(List<NumberPoint> points) implements Data {}

    record Sum(List<NumberPoint> points, Temporality temporality, boolean monotonic)
            implements Data {}

    record Histogram(List<HistogramPoint> points, Temporality temporality) implements Data {}

    record Exponential(List<ExponentialPoint> points, Temporality temporality) implements Data {}

    record Summary(List<SummaryPoint> points) implements Data {}

    /// Of a kind that is not known, or without data.
    record None() implements Data {
        @Override
        public List<Point> points() {
            return List.of();
        }
    }

    /// What all data points have.
    ///
    /// @param startMillis 0 if it is not known
    /// @param stale there is no value: the series has ended
    record Head(List<Attribute> attributes, long startMillis, long timeMillis, boolean stale) {}

    sealed interface Point {
        Head head();
    }

    record NumberPoint(Head head, double value, List<Exemplar> exemplars) implements Point {}

    /// @param bounds upper bounds, one fewer than there are counts
    record HistogramPoint(
            Head head,
            double count,
            double sum,
            boolean hasSum,
            double[] counts,
            double[] bounds,
            List<Exemplar> exemplars)
            implements Point {}

    record ExponentialPoint(
            Head head,
            double count,
            double sum,
            int scale,
            double zeroCount,
            double zeroThreshold,
            Side positive,
            Side negative,
            List<Exemplar> exemplars)
            implements Point {}

    /// Buckets on one side of zero, the first of which reaches from base^offset to base^(offset +
    /// 1).
    record Side(int offset, double[] counts) {
        static final Side NONE = new Side(0, new double[0]);
    }

    record SummaryPoint(Head head, double count, double sum, double[] quantiles, double[] values)
            implements Point {}
}
