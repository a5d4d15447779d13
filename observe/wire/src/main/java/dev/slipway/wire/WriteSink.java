package dev.slipway.wire;

import dev.slipway.series.Exemplar;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.Metadata;

/// Takes what a decoder finds, in the order it finds it: a series, then what is said of it. One
/// series may come several times. For one thread.
public interface WriteSink {
    /// What follows is of this series.
    void series(CachedSeries series);

    void sample(long timeMillis, double value);

    void histogram(long timeMillis, FloatHistogram histogram);

    void exemplar(Exemplar exemplar);

    /// Of the series' metric.
    void describe(Metadata metadata);

    /// Of a metric, where the format does not say of which series.
    default void describe(String family, Metadata metadata) {}

    /// When what the series counts began to be counted; comes before the samples it is said of.
    default void created(long timeMillis) {}

    /// Something that is well-formed and yet not acceptable was left out; the rest goes on.
    void reject(String reason);
}
