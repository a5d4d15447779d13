package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.Evaluator;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what must be plain when a configuration is loaded: texts, truth, names, references. What
/// is wrong becomes a diagnostic. Belongs to one thread.
final class Statics {
    private static final Scope NOTHING = Scope.of(Map.of(), Map.of());

    private final Diagnostics diagnostics;

    Statics(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }

    String text(Content.@Nullable Attribute attribute, String standard) {
        Value value = value(attribute, Type.Primitive.STRING);
        return (value == null || value.isNull()) ? standard : Values.text(value);
    }

    boolean truth(Content.@Nullable Attribute attribute, boolean standard) {
        Value value = value(attribute, Type.Primitive.BOOL);
        return (value == null || value.isNull()) ? standard : Values.isTrue(value);
    }

    /// Null where nothing is said, or nothing that is right.
    @Nullable Value value(Content.@Nullable Attribute attribute, Type type) {
        if (attribute == null) {
            return null;
        }
        Evaluation evaluation = Evaluator.evaluate(attribute.expression(), NOTHING);
        diagnostics.addAll(evaluation.diagnostics());
        if (evaluation.diagnostics().hasErrors()) {
            return null;
        }
        try {
            return Conversion.convert(evaluation.value(), type);
        } catch (ConversionException e) {
            diagnostics.error(
                    "Unsuitable value type",
                    "Unsuitable value for \"" + attribute.name() + "\": " + e.getMessage() + ".",
                    attribute.expression().opening());
            return null;
        }
    }

    /// A bare name, or the same in quotes.
    @Nullable String keyword(Content.@Nullable Attribute attribute) {
        return attribute == null ? null : keyword(attribute.expression());
    }

    static @Nullable String keyword(Expression expression) {
        return switch (expression) {
            case Expression.Variable variable -> variable.name();
            case Expression.Template template -> template.literal();
            default -> null;
        };
    }

    /// The elements of a list as it is written.
    List<Expression> elements(Content.@Nullable Attribute attribute) {
        if (attribute == null) {
            return List.of();
        }
        if (attribute.expression() instanceof Expression.TupleLiteral tuple) {
            return tuple.elements();
        }
        diagnostics.error(
                "Invalid expression",
                "A static list expression is required: \"" + attribute.name() + " = [...]\".",
                attribute.expression().opening());
        return List.of();
    }

    /// The references in a list such as `depends_on`.
    List<Reference> references(Content.@Nullable Attribute attribute) {
        List<Reference> references = new ArrayList<>();
        for (Expression each : elements(attribute)) {
            Reference reference = reference(each);
            if (reference != null) {
                references.add(reference);
            }
        }
        return references;
    }

    /// The reference that an expression is; one in quotes, as was the way before 0.12, still
    /// counts.
    @Nullable Reference reference(Expression expression) {
        Expression unquoted = unquoted(expression);
        Reference reference = unquoted == null ? null : Reference.of(unquoted);
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

    /// What is in the quotes if there are any, with a warning.
    @Nullable Expression unquoted(Expression expression) {
        String text =
                expression instanceof Expression.Template template ? template.literal() : null;
        if (text == null) {
            return expression;
        }
        if (isNative(expression.range())) {
            diagnostics.add(
                    Diagnostic.warning(
                            "Quoted references are deprecated",
                            "In this context, references are expected literally rather than in"
                                    + " quotes. Remove the quotes to silence this warning.",
                            expression.range()));
        }
        SourceRange inside = inside(expression.range(), text);
        return inside == null
                ? Parser.expression(
                        new SourceText(expression.range().source().name(), text), diagnostics)
                : Parser.expression(inside, diagnostics);
    }

    /// Where a text stands between its quotes; null if escapes make it look different there.
    private static @Nullable SourceRange inside(SourceRange quoted, String text) {
        return quoted.text().equals('"' + text + '"')
                ? new SourceRange(quoted.source(), quoted.start() + 1, quoted.end() - 1)
                : null;
    }

    /// The expression that stands in the quotes which JSON must have around it.
    Expression inQuotesOfJson(Expression expression) {
        if (isNative(expression.range())) {
            return expression;
        }
        Expression unquoted = unquoted(expression);
        return unquoted == null ? expression : unquoted;
    }

    /// In JSON everything is in quotes.
    private static boolean isNative(SourceRange range) {
        return !range.source().name().endsWith(".json");
    }
}
