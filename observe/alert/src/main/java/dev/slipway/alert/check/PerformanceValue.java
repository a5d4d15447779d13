package dev.slipway.alert.check;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// One figure of a plugin in its base unit: seconds, bytes, percent, a count that only grows, or
/// something else. `value` is NaN if the plugin could not tell (`U`). Immutable.
public record PerformanceValue(
        String label,
        double value,
        Unit unit,
        @Nullable ThresholdRange warning,
        @Nullable ThresholdRange critical,
        double minimum,
        double maximum) {
    /// What is counted, after conversion.
    public enum Unit {
        NONE(""),
        SECONDS("seconds"),
        BYTES("bytes"),
        PERCENT("percent"),
        COUNTER("counter"),
        OTHER("other");

        private final String text;

        Unit(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    public PerformanceValue {
        requireNonNull(label, "label");
        requireNonNull(unit, "unit");
    }
}
