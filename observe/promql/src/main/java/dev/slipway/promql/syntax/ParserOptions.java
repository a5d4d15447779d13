package dev.slipway.promql.syntax;

import java.util.EnumSet;
import java.util.Set;

/// Which experimental parts of the language are understood. What Prometheus 3.16 understands
/// without being told is understood always: arithmetic in durations, and `anchored` and `smoothed`
/// ranges too. Immutable.
public record ParserOptions(Set<Feature> features) {
    /// What upstream switches on with `--enable-feature`.
    public enum Feature {
        /// `promql-experimental-functions`
        EXPERIMENTAL_FUNCTIONS,
        /// `promql-binop-fill-modifiers`
        FILL_MODIFIERS
    }

    public ParserOptions {
        features = Set.copyOf(features);
    }

    public static ParserOptions stable() {
        return new ParserOptions(Set.of());
    }

    public static ParserOptions all() {
        return new ParserOptions(EnumSet.allOf(Feature.class));
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }
}
