package dev.slipway.promql.syntax;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the series of two vectors find each other. Immutable.
///
/// @param on whether `labels` are the only ones compared, else the ones ignored
/// @param include labels taken over from the "one" side
/// @param fillLeft value of a missing left partner (experimental)
/// @param fillRight value of a missing right partner (experimental)
public record VectorMatching(
        Cardinality cardinality,
        boolean on,
        List<String> labels,
        List<String> include,
        @Nullable Double fillLeft,
        @Nullable Double fillRight) {
    /// How many series of each side may share a partner.
    public enum Cardinality {
        ONE_TO_ONE,
        MANY_TO_ONE,
        ONE_TO_MANY,
        MANY_TO_MANY
    }

    public VectorMatching {
        requireNonNull(cardinality, "cardinality");
        labels = List.copyOf(labels);
        include = List.copyOf(include);
    }
}
