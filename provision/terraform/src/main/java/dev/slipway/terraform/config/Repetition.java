package dev.slipway.terraform.config;

import dev.slipway.hcl.syntax.Expression;
import java.util.List;

/// How many instances a block stands for.
public sealed interface Repetition {
    Repetition ONCE = new Once();

    /// What decides how many.
    static List<Expression> expressions(Repetition repetition) {
        return switch (repetition) {
            case Once _ -> List.of();
            case Count(Expression count) -> List.of(count);
            case ForEach(Expression forEach) -> List.of(forEach);
            case Enabled(Expression enabled) -> List.of(enabled);
        };
    }

    /// Exactly one, without a key.
    record Once() implements Repetition {}

    /// So many.
    record Count(Expression count) implements Repetition {}

    /// One for each element.
    record ForEach(Expression forEach) implements Repetition {}

    /// One without a key, or none: OpenTofu's `enabled`.
    record Enabled(Expression enabled) implements Repetition {}
}
