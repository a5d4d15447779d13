package dev.slipway.tsdb;

import dev.slipway.series.Labels;
import dev.slipway.series.SeriesException;

/// Refuses series that are too large.
final class SeriesLimits {
    private SeriesLimits() {}

    static void check(Labels labels, TsdbConfig.Limits limits) {
        if (labels.size() > limits.labels()) {
            throw new SeriesException(
                    "labels: %d in %s (expected: at most %d)"
                            .formatted(labels.size(), labels, limits.labels()),
                    null);
        }
        for (int i = 0; i < labels.size(); i++) {
            if (labels.name(i).length() > limits.nameChars()
                    || labels.value(i).length() > limits.valueChars()) {
                throw new SeriesException(
                        "label: %d and %d characters in %s (expected: at most %d and %d)"
                                .formatted(
                                        labels.name(i).length(),
                                        labels.value(i).length(),
                                        labels.metricName(),
                                        limits.nameChars(),
                                        limits.valueChars()),
                        null);
            }
        }
    }
}
