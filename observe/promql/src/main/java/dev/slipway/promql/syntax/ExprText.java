package dev.slipway.promql.syntax;

import dev.slipway.promql.syntax.VectorMatching.Cardinality;
import dev.slipway.series.GoNumbers;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import dev.slipway.series.SelectorText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes expressions: in one line, which is their canonical form, or over several lines where one
/// would be too long to read. Both are those of Prometheus, character by character, and parse to
/// the same expression.
public final class ExprText {
    /// Bytes of UTF-8 a node may be long before it is broken up.
    private static final int LINE_LENGTH_MAX = 100;

    private static final String INDENT = "  ";

    private ExprText() {}

    /// The expression in one line.
    public static String line(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral number ->
                    number.duration()
                            ? DurationText.seconds(number.value())
                            : GoNumbers.plain(number.value());
            case Expr.StringLiteral string -> SelectorText.quote(string.value());
            case Expr.VectorSelector selector -> selector(selector);
            case Expr.MatrixSelector matrix -> matrix(matrix);
            case Expr.Subquery subquery -> line(subquery.operand()) + suffix(subquery);
            case Expr.Call call -> call.function().name() + "(" + lines(call.arguments()) + ")";
            case Expr.Aggregate aggregate ->
                    head(aggregate) + "(" + lines(arguments(aggregate)) + ")";
            case Expr.Binary binary ->
                    line(binary.left()) + " " + operator(binary) + " " + line(binary.right());
            case Expr.Unary unary -> sign(unary) + line(unary.operand());
            case Expr.Paren paren -> "(" + line(paren.inner()) + ")";
        };
    }

    /// The expression over as many lines as it needs.
    public static String pretty(Expr expr) {
        return pretty(expr, 0);
    }

    private static String pretty(Expr expr, int level) {
        String line = line(expr);
        String indent = INDENT.repeat(level);
        if (line.getBytes(StandardCharsets.UTF_8).length <= LINE_LENGTH_MAX) {
            return indent + line;
        }
        return switch (expr) {
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.VectorSelector _,
                    Expr.MatrixSelector _ ->
                    indent + line;
            case Expr.Subquery subquery -> pretty(subquery.operand(), level) + suffix(subquery);
            case Expr.Call call ->
                    indent + call.function().name() + bracketed(call.arguments(), level);
            case Expr.Aggregate aggregate ->
                    indent + head(aggregate) + bracketed(arguments(aggregate), level);
            case Expr.Binary binary ->
                    pretty(binary.left(), level + 1)
                            + "\n"
                            + indent
                            + operator(binary)
                            + "\n"
                            + pretty(binary.right(), level + 1);
            case Expr.Unary unary ->
                    indent + sign(unary) + pretty(unary.operand(), level).stripLeading();
            case Expr.Paren paren -> indent + bracketed(List.of(paren.inner()), level);
        };
    }

    private static String bracketed(List<Expr> exprs, int level) {
        List<String> texts = exprs.stream().map(each -> pretty(each, level + 1)).toList();
        return "(\n" + String.join(",\n", texts) + "\n" + INDENT.repeat(level) + ")";
    }

    private static String lines(List<Expr> exprs) {
        return String.join(", ", exprs.stream().map(ExprText::line).toList());
    }

    private static List<Expr> arguments(Expr.Aggregate aggregate) {
        Expr parameter = aggregate.parameter();
        return parameter == null
                ? List.of(aggregate.operand())
                : List.of(parameter, aggregate.operand());
    }

    private static String head(Expr.Aggregate aggregate) {
        String name = aggregate.aggregation().text();
        if (aggregate.without()) {
            return name + " without " + names(aggregate.grouping()) + " ";
        }
        return aggregate.grouping().isEmpty()
                ? name
                : name + " by " + names(aggregate.grouping()) + " ";
    }

    private static String names(List<String> labels) {
        List<String> written = labels.stream().map(SelectorText::labelName).toList();
        return "(" + String.join(", ", written) + ")";
    }

    private static String sign(Expr.Unary unary) {
        return unary.negative() ? "-" : "+";
    }

    private static String operator(Expr.Binary binary) {
        StringBuilder text = new StringBuilder(binary.operator().text());
        if (binary.returnsBool()) {
            text.append(" bool");
        }
        VectorMatching matching = binary.matching();
        if (matching == null) {
            return text.toString();
        }
        boolean grouped =
                matching.cardinality() == Cardinality.MANY_TO_ONE
                        || matching.cardinality() == Cardinality.ONE_TO_MANY;
        if (matching.on() || grouped || !matching.labels().isEmpty()) {
            text.append(matching.on() ? " on " : " ignoring ").append(names(matching.labels()));
        }
        if (grouped) {
            boolean left = matching.cardinality() == Cardinality.MANY_TO_ONE;
            text.append(left ? " group_left " : " group_right ");
            text.append(names(matching.include()));
        }
        return text.append(fill(matching)).toString();
    }

    private static String fill(VectorMatching matching) {
        Double left = matching.fillLeft();
        Double right = matching.fillRight();
        if (left != null && left.equals(right)) {
            return fill(" fill", left);
        }
        return fill(" fill_left", left) + fill(" fill_right", right);
    }

    private static String fill(String word, @Nullable Double value) {
        return value == null ? "" : word + " (" + GoNumbers.plain(value) + ")";
    }

    private static String selector(Expr.VectorSelector selector) {
        return named(selector)
                + at(selector.shift())
                + edges(selector.edges())
                + offset(selector.shift());
    }

    private static String matrix(Expr.MatrixSelector matrix) {
        Expr.VectorSelector selector = matrix.selector();
        return named(selector)
                + "["
                + DurationText.of(matrix.range())
                + "]"
                + edges(selector.edges())
                + at(selector.shift())
                + offset(selector.shift());
    }

    private static String suffix(Expr.Subquery subquery) {
        DurationExpr step = subquery.step();
        return "["
                + DurationText.of(subquery.range())
                + ":"
                + (step == null ? "" : DurationText.of(step))
                + "]"
                + at(subquery.shift())
                + offset(subquery.shift());
    }

    private static String named(Expr.VectorSelector selector) {
        List<String> conditions = new ArrayList<>();
        for (Matcher matcher : selector.matchers()) {
            boolean isName =
                    matcher.name().equals(Labels.METRIC_NAME)
                            && matcher.type() == Matcher.Type.EQUAL
                            && matcher.value().equals(selector.name());
            if (!isName) {
                conditions.add(matcher.toString());
            }
        }
        // As bytes of UTF-8 are ordered, which is how Go orders strings.
        conditions.sort((a, b) ->
                Arrays.compareUnsigned(
                        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
        return conditions.isEmpty()
                ? selector.name()
                : selector.name() + "{" + String.join(",", conditions) + "}";
    }

    private static String edges(Expr.Edges edges) {
        return edges == Expr.Edges.SAMPLED ? "" : " " + edges.name().toLowerCase(Locale.ROOT);
    }

    private static String at(Expr.Shift shift) {
        return switch (shift.at()) {
            case null -> "";
            case AtModifier.Timestamp timestamp ->
                    " @ " + java.math.BigDecimal.valueOf(timestamp.millis(), 3).toPlainString();
            case AtModifier.Start _ -> " @ start()";
            case AtModifier.End _ -> " @ end()";
        };
    }

    private static String offset(Expr.Shift shift) {
        DurationExpr offset = shift.offset();
        if (offset == null
                || (offset instanceof DurationExpr.Literal literal && literal.millis() == 0)) {
            return "";
        }
        return " offset " + DurationText.of(offset);
    }
}
