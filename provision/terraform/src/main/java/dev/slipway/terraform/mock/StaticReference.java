package dev.slipway.terraform.mock;

import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.Parser;
import org.jspecify.annotations.Nullable;

/// References where nothing is evaluated, which may be in quotes, as they are in JSON. Stateless.
public final class StaticReference {
    private StaticReference() {}

    /// Null, having told why, if the expression is none.
    public static @Nullable Reference of(Expression expression, Diagnostics diagnostics) {
        String text =
                expression instanceof Expression.Template template ? template.literal() : null;
        Reference reference =
                text == null ? Reference.of(expression) : inQuotes(text, expression, diagnostics);
        if (reference == null) {
            diagnostics.error(
                    "Invalid expression",
                    "A single static variable reference is required: only attribute access and"
                            + " indexing with constant keys. No calculations, function calls,"
                            + " template expressions, etc are allowed here.",
                    expression.range());
        }
        return reference;
    }

    private static @Nullable Reference inQuotes(
            String text, Expression written, Diagnostics diagnostics) {
        SourceText source = written.range().source();
        if (!source.name().endsWith(".json")) {
            diagnostics.add(
                    Diagnostic.warning(
                            "Quoted references are deprecated",
                            "In this context, references are expected literally rather than in"
                                    + " quotes. Terraform 0.11 and earlier required quotes, but"
                                    + " quoted references are now deprecated and will be removed in"
                                    + " a future version of Terraform. Remove the quotes"
                                    + " surrounding this reference to silence this warning.",
                            written.range()));
        }
        Expression expression =
                Parser.expression(new SourceText(source.name(), text), new Diagnostics());
        Reference reference = expression == null ? null : Reference.of(expression);
        return reference == null
                ? null
                : new Reference(reference.root(), reference.steps(), written.range());
    }
}
