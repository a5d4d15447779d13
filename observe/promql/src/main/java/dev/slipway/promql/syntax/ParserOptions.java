package dev.slipway.promql.syntax;

/// Which experimental parts of the language are understood. Immutable.
public record ParserOptions(
        boolean experimentalFunctions, boolean durationExpressions, boolean fillModifiers) {
    public static ParserOptions stable() {
        return new ParserOptions(false, false, false);
    }

    public static ParserOptions all() {
        return new ParserOptions(true, true, true);
    }
}
