package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.SourceRange;

/// A template's piece before nesting: `if` and its `endif` stand beside each other.
sealed interface FlatPart {
    SourceRange range();

    /// Text that trimming still changes; owned by the parser that made it.
    final class Literal implements FlatPart {
        private final SourceRange range;
        String text;

        Literal(SourceRange range, String text) {
            this.range = range;
            this.text = text;
        }

        @Override
        public SourceRange range() {
            return range;
        }
    }

    record Value(SourceRange range, Expression expression) implements FlatPart {}

    record If(SourceRange range, Expression condition) implements FlatPart {}

    record Else(SourceRange range) implements FlatPart {}

    record EndIf(SourceRange range) implements FlatPart {}

    record For(SourceRange range, Expression.ForNames names, Expression collection)
            implements FlatPart {}

    record EndFor(SourceRange range) implements FlatPart {}
}
