package dev.slipway.terraform.config;

import dev.slipway.hcl.syntax.Expression;

/// How many instances a block stands for.
public sealed interface Repetition {
    Repetition ONCE = new Once();

    /// Exactly one, without a key.
    record Once() implements Repetition {}

    /// So many.
    record Count(Expression count) implements Repetition {}

    /// One for each element.
    record ForEach(Expression forEach) implements Repetition {}

    /// One without a key, or none: OpenTofu's `enabled`.
    record Enabled(Expression enabled) implements Repetition {}
}
