package dev.slipway.promql;

/// What a node of the tree is at every step.
sealed interface Evaluated permits Rows, Evaluated.Scalars, Evaluated.Text {
    /// A number at each step.
    record Scalars(double[] values) implements Evaluated {}

    /// A string, the same at all steps.
    record Text(String text) implements Evaluated {}
}
