package dev.slipway.promql.syntax;

import dev.slipway.series.GoNumbers;
import dev.slipway.series.Matcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An expression as nested maps with the fields that Prometheus' `/api/v1/parse_query` has. Values
/// are strings, numbers, booleans, lists, maps and null, for whatever writes JSON.
public final class SyntaxTree {
    private static final String TYPE = "type";
    private static final String EXPR = "expr";
    private static final String OFFSET = "offset";
    private static final String RANGE = "range";

    private SyntaxTree() {}

    public static Map<String, @Nullable Object> of(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral number ->
                    node("numberLiteral", "val", GoNumbers.plain(number.value()));
            case Expr.StringLiteral string -> node("stringLiteral", "val", string.value());
            case Expr.VectorSelector selector -> selector("vectorSelector", selector);
            case Expr.MatrixSelector matrix -> {
                Map<String, @Nullable Object> node = selector("matrixSelector", matrix.selector());
                putDuration(node, RANGE, matrix.range());
                yield node;
            }
            case Expr.Subquery subquery -> subquery(subquery);
            case Expr.Call call ->
                    node("call", "func", function(call.function()), "args", all(call.arguments()));
            case Expr.Aggregate aggregate -> aggregate(aggregate);
            case Expr.Binary binary -> binary(binary);
            case Expr.Unary unary ->
                    node(
                            "unaryExpr",
                            "op",
                            unary.negative() ? "-" : "+",
                            EXPR,
                            of(unary.operand()));
            case Expr.Paren paren -> node("parenExpr", EXPR, of(paren.inner()));
        };
    }

    private static Map<String, @Nullable Object> selector(
            String type, Expr.VectorSelector selector) {
        List<Map<String, @Nullable Object>> matchers = new ArrayList<>();
        for (Matcher matcher : selector.matchers()) {
            Map<String, @Nullable Object> each = new LinkedHashMap<>();
            each.put("name", matcher.name());
            each.put("value", matcher.value());
            each.put(TYPE, matcher.type().operator());
            matchers.add(each);
        }
        Map<String, @Nullable Object> node =
                node(type, "name", selector.name(), "matchers", matchers);
        node.put("anchored", selector.edges() == Expr.Edges.ANCHORED);
        node.put("smoothed", selector.edges() == Expr.Edges.SMOOTHED);
        putShift(node, selector.shift());
        return node;
    }

    private static Map<String, @Nullable Object> subquery(Expr.Subquery subquery) {
        Map<String, @Nullable Object> node = node("subquery", EXPR, of(subquery.operand()));
        putDuration(node, RANGE, subquery.range());
        putDuration(node, "step", subquery.step());
        putShift(node, subquery.shift());
        return node;
    }

    private static Map<String, @Nullable Object> aggregate(Expr.Aggregate aggregate) {
        Expr parameter = aggregate.parameter();
        Map<String, @Nullable Object> node =
                node(
                        "aggregation",
                        "op",
                        aggregate.aggregation().text(),
                        EXPR,
                        of(aggregate.operand()));
        node.put("param", parameter == null ? null : of(parameter));
        node.put("grouping", aggregate.grouping());
        node.put("without", aggregate.without());
        return node;
    }

    private static Map<String, @Nullable Object> binary(Expr.Binary binary) {
        Map<String, @Nullable Object> node =
                node("binaryExpr", "op", binary.operator().text(), "lhs", of(binary.left()));
        node.put("rhs", of(binary.right()));
        VectorMatching matching = binary.matching();
        node.put("matching", matching == null ? null : matching(matching));
        node.put("bool", binary.returnsBool());
        return node;
    }

    private static Map<String, @Nullable Object> matching(VectorMatching matching) {
        Map<String, @Nullable Object> fill = new LinkedHashMap<>();
        fill.put("lhs", matching.fillLeft());
        fill.put("rhs", matching.fillRight());
        Map<String, @Nullable Object> node = new LinkedHashMap<>();
        node.put("card", matching.cardinality().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        node.put("labels", matching.labels());
        node.put("on", matching.on());
        node.put("include", matching.include());
        node.put("fillValues", fill);
        return node;
    }

    private static Map<String, @Nullable Object> function(FunctionSignature function) {
        Map<String, @Nullable Object> node = new LinkedHashMap<>();
        node.put("name", function.name());
        node.put("argTypes", function.arguments().stream().map(ValueType::shortName).toList());
        node.put("variadic", function.variadic());
        node.put("returnType", function.returns().shortName());
        return node;
    }

    private static void putShift(Map<String, @Nullable Object> node, Expr.Shift shift) {
        putDuration(node, OFFSET, shift.offset());
        AtModifier at = shift.at();
        node.put(
                "timestamp",
                at instanceof AtModifier.Timestamp timestamp ? timestamp.millis() : null);
        String edge = at instanceof AtModifier.Start ? "start" : "end";
        node.put("startOrEnd", at == null || at instanceof AtModifier.Timestamp ? null : edge);
    }

    /// A plain length as milliseconds; anything else under the same name with `Expr` after it.
    private static void putDuration(
            Map<String, @Nullable Object> node, String name, @Nullable DurationExpr duration) {
        boolean plain = duration instanceof DurationExpr.Literal;
        node.put(name, duration instanceof DurationExpr.Literal literal ? literal.millis() : 0L);
        node.put(name + "Expr", duration == null || plain ? null : duration(duration, false));
    }

    private static Map<String, @Nullable Object> duration(DurationExpr duration, boolean wrapped) {
        return switch (duration) {
            case DurationExpr.Literal literal -> {
                Map<String, @Nullable Object> number =
                        node(
                                "numberLiteral",
                                "val",
                                GoNumbers.plain(literal.seconds()),
                                "duration",
                                literal.duration());
                yield wrapped ? operation("+", null, number, true) : number;
            }
            case DurationExpr.Wrapped inner -> duration(inner.inner(), true);
            case DurationExpr.Step _ -> operation("step", null, null, wrapped);
            case DurationExpr.Range _ -> operation("range", null, null, wrapped);
            case DurationExpr.Negate negate ->
                    operation("-", null, duration(negate.operand(), false), wrapped);
            case DurationExpr.Combine combine ->
                    operation(
                            combine.operator().text(),
                            duration(combine.left(), false),
                            duration(combine.right(), false),
                            wrapped);
        };
    }

    private static Map<String, @Nullable Object> operation(
            String operator,
            @Nullable Map<String, @Nullable Object> left,
            @Nullable Map<String, @Nullable Object> right,
            boolean wrapped) {
        Map<String, @Nullable Object> node = node("durationExpr", "op", operator, "lhs", left);
        node.put("rhs", right);
        node.put("wrapped", wrapped);
        return node;
    }

    private static List<Map<String, @Nullable Object>> all(List<Expr> exprs) {
        List<Map<String, @Nullable Object>> nodes = new ArrayList<>();
        exprs.forEach(each -> nodes.add(of(each)));
        return nodes;
    }

    private static Map<String, @Nullable Object> node(
            String type, String field, @Nullable Object value) {
        Map<String, @Nullable Object> node = new LinkedHashMap<>();
        node.put(TYPE, type);
        node.put(field, value);
        return node;
    }

    private static Map<String, @Nullable Object> node(
            String type,
            String field,
            @Nullable Object value,
            String second,
            @Nullable Object secondValue) {
        Map<String, @Nullable Object> node = node(type, field, value);
        node.put(second, secondValue);
        return node;
    }
}
