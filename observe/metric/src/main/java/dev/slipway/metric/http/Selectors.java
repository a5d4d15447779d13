package dev.slipway.metric.http;

import dev.slipway.promql.syntax.Expr;
import dev.slipway.series.Matcher;
import java.util.ArrayList;
import java.util.List;

/// Finds what series an expression reads. Stateless.
final class Selectors {
    private Selectors() {}

    static List<List<Matcher>> in(Expr expr) {
        List<List<Matcher>> found = new ArrayList<>();
        collect(expr, found);
        return found;
    }

    private static void collect(Expr expr, List<List<Matcher>> found) {
        switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> {}
            case Expr.VectorSelector selector -> found.add(selector.matchers());
            case Expr.MatrixSelector range -> found.add(range.selector().matchers());
            case Expr.Subquery subquery -> collect(subquery.operand(), found);
            case Expr.Call call -> call.arguments().forEach(each -> collect(each, found));
            case Expr.Aggregate aggregate -> {
                Expr parameter = aggregate.parameter();
                if (parameter != null) {
                    collect(parameter, found);
                }
                collect(aggregate.operand(), found);
            }
            case Expr.Binary binary -> {
                collect(binary.left(), found);
                collect(binary.right(), found);
            }
            case Expr.Unary unary -> collect(unary.operand(), found);
            case Expr.Paren paren -> collect(paren.inner(), found);
        }
    }
}
