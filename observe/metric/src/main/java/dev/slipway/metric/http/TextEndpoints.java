package dev.slipway.metric.http;

import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.ExprText;
import dev.slipway.promql.syntax.SyntaxException;
import dev.slipway.promql.syntax.SyntaxTree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/format_query` and `/parse_query`: queries as texts, without evaluating them. Thread-safe.
final class TextEndpoints {
    private final Queries queries;

    TextEndpoints(Queries queries) {
        this.queries = queries;
    }

    Reply format(Call call) {
        String text = ExprText.pretty(parsed(call));
        return Reply.data(json -> json.string(text));
    }

    Reply parse(Call call) {
        Map<String, @Nullable Object> tree = SyntaxTree.of(parsed(call));
        return Reply.data(json -> value(tree, json));
    }

    /// An expression as it is shown, in one line; one that cannot be parsed, as it is.
    String canonical(String expression) {
        try {
            return ExprText.line(queries.parse(expression));
        } catch (SyntaxException e) {
            return expression;
        }
    }

    private Expr parsed(Call call) {
        String query = call.params().text("query");
        try {
            return queries.parse(query);
        } catch (SyntaxException e) {
            throw CallException.invalid("query", query, e);
        }
    }

    /// The kinds of values that [SyntaxTree] is made of.
    private static void value(@Nullable Object value, JsonWriter json) {
        switch (value) {
            case null -> json.nothing();
            case String text -> json.string(text);
            case Boolean flag -> json.bool(flag);
            case Double number -> json.number(number.doubleValue());
            case Number number -> json.number(number.longValue());
            case List<?> list -> {
                json.beginArray();
                list.forEach(each -> value(each, json));
                json.endArray();
            }
            case Map<?, ?> map -> {
                json.beginObject();
                map.forEach((name, each) -> {
                    json.key(String.valueOf(name));
                    value(each, json);
                });
                json.endObject();
            }
            default ->
                    throw new IllegalArgumentException(
                            "value: a " + value.getClass().getName() + " (expected: one of JSON)");
        }
    }
}
