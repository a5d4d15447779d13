package dev.slipway.metric.figures;

import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Labels;
import dev.slipway.series.Metadata;
import dev.slipway.series.Span;
import dev.slipway.wire.MetricFamily;
import dev.slipway.wire.NumberText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Takes the figures of one look, family by family. For one thread.
public final class FigureSink {
    private final Map<String, Family> families = new LinkedHashMap<>();

    /// @param name ends in `_total`
    public Family counter(String name, String help) {
        return family(name, Metadata.Type.COUNTER, help);
    }

    public Family gauge(String name, String help) {
        return family(name, Metadata.Type.GAUGE, help);
    }

    public Family histogram(String name, String help) {
        return family(name, Metadata.Type.HISTOGRAM, help);
    }

    /// Figures of a part that has them as families already.
    public void add(MetricFamily family) {
        Family known =
                families.computeIfAbsent(
                        family.name(), name -> new Family(name, family.metadata()));
        family.samples().forEach(each -> known.samples.put(each.labels(), each.value()));
    }

    /// What was told, in the order in which the families were named first.
    public List<Family> families() {
        return List.copyOf(families.values());
    }

    private Family family(String name, Metadata.Type type, String help) {
        return families.computeIfAbsent(name, key -> new Family(key, new Metadata(type, "", help)));
    }

    /// The series of one metric. For one thread.
    public static final class Family {
        private final String name;
        private final Metadata metadata;
        private final Map<Labels, Double> samples = new LinkedHashMap<>();
        private final Map<Labels, FloatHistogram> histograms = new LinkedHashMap<>();

        private Family(String name, Metadata metadata) {
            this.name = name;
            this.metadata = metadata;
        }

        /// @param labels names and values in turns
        public Family sample(double value, String... labels) {
            samples.put(named(name, Labels.of(labels)), value);
            return this;
        }

        /// Exact below 2^53, as every sample is.
        public Family sample(long value, String... labels) {
            return sample((double) value, labels);
        }

        /// A distribution, told twice: as classic buckets for the dashboards there are, and as one
        /// native histogram with the finer bounds.
        ///
        /// @param labels names and values in turns
        public Family distribution(Distribution distribution, String... labels) {
            Labels of = Labels.of(labels);
            double[] bounds = distribution.bounds();
            double[] counts = distribution.counts();
            double sum = 0;
            for (int i = 0; i < bounds.length; i++) {
                sum += counts[i];
                if (distribution.isClassicBound(i)) {
                    bucket(of, NumberText.of(bounds[i]), sum);
                }
            }
            double count = sum + counts[bounds.length];
            bucket(of, "+Inf", count);
            samples.put(named(name + "_sum", of), distribution.sum());
            samples.put(named(name + "_count", of), count);
            histograms.put(named(name, of), distribution.toHistogram(count));
            return this;
        }

        private void bucket(Labels of, String bound, double count) {
            Labels.Builder labels = of.toBuilder().set("le", bound);
            samples.put(labels.set(Labels.METRIC_NAME, name + "_bucket").build(), count);
        }

        private static Labels named(String name, Labels labels) {
            return labels.toBuilder().set(Labels.METRIC_NAME, name).build();
        }

        String name() {
            return name;
        }

        Metadata metadata() {
            return metadata;
        }

        /// By labels with the metric's name.
        Map<Labels, Double> samples() {
            return samples;
        }

        /// By labels with the metric's name.
        Map<Labels, FloatHistogram> histograms() {
            return histograms;
        }
    }

    /// Observations by bucket.
    ///
    /// @param bounds upper bounds, ascending, the one that is infinite left out
    /// @param counts of each bucket, not of those below it too; one more than there are bounds
    /// @param classicEvery every how many bounds there is a classic bucket, counted from the first
    public record Distribution(double[] bounds, double[] counts, double sum, int classicEvery) {
        public Distribution {
            if (counts.length != bounds.length + 1) {
                throw new IllegalArgumentException(
                        "counts: %d (expected: %d, one more than bounds)"
                                .formatted(counts.length, bounds.length + 1));
            }
        }

        private boolean isClassicBound(int index) {
            return index % classicEvery == 0;
        }

        private FloatHistogram toHistogram(double count) {
            return new FloatHistogram(
                            FloatHistogram.CUSTOM_BUCKETS,
                            FloatHistogram.ResetHint.UNKNOWN,
                            0,
                            0,
                            count,
                            sum,
                            List.of(new Span(0, counts.length)),
                            counts,
                            List.of(),
                            new double[0],
                            bounds)
                    .compact();
        }
    }
}
