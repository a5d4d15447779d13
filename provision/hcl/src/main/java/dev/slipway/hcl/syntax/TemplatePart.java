package dev.slipway.hcl.syntax;

import dev.slipway.hcl.source.SourceRange;
import java.util.List;

/// A piece of a template, with blanks already trimmed where `~` asks for it.
public sealed interface TemplatePart {
    SourceRange range();

    /// Text, its escapes resolved.
    record Literal(SourceRange range, String text) implements TemplatePart {}

    /// `${…}`
    record Interpolation(SourceRange range, Expression expression) implements TemplatePart {}

    /// `%{if …}…%{else}…%{endif}`
    record If(
            SourceRange range,
            Expression condition,
            List<TemplatePart> whenTrue,
            List<TemplatePart> whenFalse)
            implements TemplatePart {
        public If {
            whenTrue = List.copyOf(whenTrue);
            whenFalse = List.copyOf(whenFalse);
        }
    }

    /// `%{for …}…%{endfor}`
    record For(
            SourceRange range,
            Expression.ForNames names,
            Expression collection,
            List<TemplatePart> body)
            implements TemplatePart {
        public For {
            body = List.copyOf(body);
        }
    }
}
