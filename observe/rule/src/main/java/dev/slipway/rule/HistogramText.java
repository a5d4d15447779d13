package dev.slipway.rule;

import dev.slipway.series.FloatHistogram;

/// A native histogram in a line.
final class HistogramText {
    private HistogramText() {}

    static String of(FloatHistogram histogram) {
        return "{count:%s, sum:%s}"
                .formatted(Humanize.digits(histogram.count()), Humanize.digits(histogram.sum()));
    }
}
