package dev.slipway.hcl.decode;

import dev.slipway.hcl.json.JsonNode;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.hcl.syntax.TemplatePart;
import java.util.ArrayList;
import java.util.List;

/// JSON as expressions: texts, and the names of objects, are templates; the rest is what it is.
/// Places inside a text are exact where no escapes move them. Used by one thread.
final class JsonExpressions {
    private final SourceText source;
    private final Diagnostics diagnostics;

    JsonExpressions(SourceText source, Diagnostics diagnostics) {
        this.source = source;
        this.diagnostics = diagnostics;
    }

    Expression expression(JsonNode node) {
        SourceRange range = new SourceRange(source, node.start(), node.end());
        return switch (node) {
            case JsonNode.Text text -> template(text.text(), range);
            case JsonNode.Numeric number -> number(number.digits(), range);
            case JsonNode.Bool bool -> new Expression.BoolLiteral(range, bool.isTrue());
            case JsonNode.Null ignored -> new Expression.NullLiteral(range);
            case JsonNode.Array array -> {
                List<Expression> elements = new ArrayList<>();
                for (JsonNode each : array.elements()) {
                    elements.add(expression(each));
                }
                yield new Expression.TupleLiteral(range, elements);
            }
            case JsonNode.Members object -> {
                List<Expression.Item> items = new ArrayList<>();
                for (JsonNode.Member each : object.members()) {
                    items.add(
                            new Expression.Item(expression(each.name()), expression(each.value())));
                }
                yield new Expression.ObjectLiteral(range, items);
            }
        };
    }

    private static Expression number(String digits, SourceRange range) {
        boolean negative = digits.startsWith("-");
        Expression literal =
                new Expression.NumberLiteral(range, negative ? digits.substring(1) : digits);
        return negative
                ? new Expression.Unary(range, Expression.UnaryOperator.NEGATE, literal)
                : literal;
    }

    private static SourceRange inside(SourceRange quoted) {
        return new SourceRange(quoted.source(), quoted.start() + 1, quoted.end() - 1);
    }

    private Expression template(String text, SourceRange range) {
        boolean plain = !text.contains("${") && !text.contains("%{");
        Expression parsed =
                plain
                        ? null
                        : range.text().equals('"' + text + '"')
                                ? Parser.template(inside(range), diagnostics)
                                : Parser.template(new SourceText(source.name(), text), diagnostics);
        if (parsed != null) {
            return parsed;
        }
        return new Expression.Template(
                range, List.of(new TemplatePart.Literal(range, text)), false);
    }
}
