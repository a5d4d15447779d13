package dev.slipway.promql.syntax;

import java.util.EnumSet;
import java.util.Set;

/// Which experimental parts of the language are understood. Immutable.
public record ParserOptions(Set<Feature> features) {
    /// What upstream switches on with `--enable-feature`.
    public enum Feature {
        /// `promql-experimental-functions`
        EXPERIMENTAL_FUNCTIONS,
        /// `promql-duration-expr`
        DURATION_EXPRESSIONS,
        /// `promql-binop-fill-modifiers`
        FILL_MODIFIERS,
        /// `promql-extended-range-selectors`
        EXTENDED_RANGES
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
