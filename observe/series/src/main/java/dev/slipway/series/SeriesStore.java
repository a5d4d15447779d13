package dev.slipway.series;

/// A source that can also be written to.
public interface SeriesStore extends SeriesSource {
    Appender appender();
}
