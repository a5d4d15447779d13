package dev.slipway.series;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/// What an exposition says of a metric.
public record Metadata(Type type, String unit, String help) {
    /// The kinds of OpenMetrics and Prometheus.
    public enum Type {
        UNKNOWN,
        COUNTER,
        GAUGE,
        HISTOGRAM,
        GAUGE_HISTOGRAM,
        SUMMARY,
        INFO,
        STATE_SET;

        /// As the formats write it: `gaugehistogram`.
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace("_", "");
        }
    }

    public Metadata {
        requireNonNull(type, "type");
        requireNonNull(unit, "unit");
        requireNonNull(help, "help");
    }
}
