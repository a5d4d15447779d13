package dev.slipway.promql;

import dev.slipway.promql.syntax.AtModifier;
import dev.slipway.promql.syntax.BinaryOperator;
import dev.slipway.promql.syntax.DurationExpr;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.promql.syntax.VectorMatching;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a [Plan] of a syntax tree for the times of one query. For one thread.
final class Planner {
    private final Steps steps;
    private final long endMillis;
    private final long subqueryStepMillis;

    Planner(Query query) {
        this.steps = query.steps();
        this.endMillis = query.endMillis();
        this.subqueryStepMillis = query.options().subqueryStep().toMillis();
    }

    Plan plan(Expr expr) {
        int position = expr.span().start();
        return switch (expr) {
            case Expr.NumberLiteral number -> new Plan.NumberLiteral(position, number.value());
            case Expr.StringLiteral string -> new Plan.TextLiteral(position, string.value());
            case Expr.VectorSelector selector ->
                    new Plan.Select(
                            position,
                            selector.matchers(),
                            shift(selector.shift()),
                            selector.edges());
            case Expr.MatrixSelector matrix ->
                    new Plan.SelectRange(
                            position,
                            matrix.selector().matchers(),
                            shift(matrix.selector().shift()),
                            positive(matrix.range()),
                            matrix.selector().edges());
            case Expr.Subquery subquery -> subquery(subquery);
            case Expr.Call call ->
                    new Plan.Call(
                            position,
                            call.function().name(),
                            call.arguments().stream().map(this::plan).toList());
            case Expr.Aggregate aggregate -> aggregate(aggregate);
            case Expr.Binary binary -> binary(binary);
            case Expr.Unary unary ->
                    unary.negative()
                            ? new Plan.Negate(position, plan(unary.operand()))
                            : plan(unary.operand());
            case Expr.Paren paren -> plan(paren.inner());
        };
    }

    private Plan subquery(Expr.Subquery subquery) {
        DurationExpr step = subquery.step();
        return new Plan.Subquery(
                subquery.span().start(),
                plan(subquery.operand()),
                shift(subquery.shift()),
                positive(subquery.range()),
                step == null ? subqueryStepMillis : positive(step));
    }

    private Plan aggregate(Expr.Aggregate aggregate) {
        Expr parameter = aggregate.parameter();
        return new Plan.Aggregate(
                aggregate.span().start(),
                aggregate.aggregation(),
                aggregate.grouping(),
                aggregate.without(),
                plan(aggregate.operand()),
                parameter == null ? null : plan(parameter));
    }

    private Plan binary(Expr.Binary binary) {
        int position = binary.span().start();
        Plan left = plan(binary.left());
        Plan right = plan(binary.right());
        Plan.Matching matching = matching(binary.matching());
        BinaryOperator operator = binary.operator();
        return switch (operator) {
            case AND, OR, UNLESS ->
                    new Plan.SetOperation(
                            position,
                            Plan.SetOperator.valueOf(operator.name()),
                            matching,
                            left,
                            right);
            case EQUAL,
                    NOT_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    TRIM_UPPER,
                    TRIM_LOWER,
                    ADD,
                    SUBTRACT,
                    MULTIPLY,
                    DIVIDE,
                    MODULO,
                    ATAN2,
                    POWER ->
                    new Plan.Binary(
                            position,
                            Operator.valueOf(operator.name()),
                            binary.returnsBool(),
                            matching,
                            left,
                            right);
        };
    }

    private static Plan.Matching matching(@Nullable VectorMatching matching) {
        if (matching == null) {
            return Plan.Matching.DEFAULT;
        }
        Plan.Matching.Side many =
                switch (matching.cardinality()) {
                    case ONE_TO_ONE, MANY_TO_MANY -> Plan.Matching.Side.NEITHER;
                    case MANY_TO_ONE -> Plan.Matching.Side.LEFT;
                    case ONE_TO_MANY -> Plan.Matching.Side.RIGHT;
                };
        return new Plan.Matching(
                many,
                matching.on(),
                List.copyOf(matching.labels()),
                matching.include(),
                matching.fillLeft(),
                matching.fillRight());
    }

    private Plan.Shift shift(Expr.Shift shift) {
        DurationExpr offset = shift.offset();
        AtModifier at = shift.at();
        return new Plan.Shift(
                at == null ? null : atMillis(at), offset == null ? 0 : millis(offset));
    }

    private long atMillis(AtModifier at) {
        return switch (at) {
            case AtModifier.Timestamp timestamp -> timestamp.millis();
            case AtModifier.Start _ -> steps.startMillis();
            case AtModifier.End _ -> endMillis;
        };
    }

    private long millis(DurationExpr duration) {
        return Math.round(seconds(duration) * 1_000);
    }

    private long positive(DurationExpr duration) {
        long millis = millis(duration);
        if (millis <= 0) {
            throw new QueryException(QueryException.Kind.PARSE, "duration must be greater than 0");
        }
        return millis;
    }

    private double seconds(DurationExpr duration) {
        return switch (duration) {
            case DurationExpr.Literal literal -> literal.seconds();
            case DurationExpr.Step _ -> steps.stepMillis() / 1_000.0;
            case DurationExpr.Range _ -> (endMillis - steps.startMillis()) / 1_000.0;
            case DurationExpr.Wrapped wrapped -> seconds(wrapped.inner());
            case DurationExpr.Negate negate -> -seconds(negate.operand());
            case DurationExpr.Combine combine -> combined(combine);
        };
    }

    private double combined(DurationExpr.Combine combine) {
        double left = seconds(combine.left());
        double right = seconds(combine.right());
        return switch (combine.operator()) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / nonZero(right, "division by zero");
            case MODULO -> left % nonZero(right, "modulo by zero");
            case POWER -> Operator.POWER.compute(left, right);
            case MIN -> Math.min(left, right);
            case MAX -> Math.max(left, right);
        };
    }

    private static double nonZero(double divisor, String message) {
        if (divisor == 0) {
            throw new QueryException(QueryException.Kind.PARSE, message);
        }
        return divisor;
    }
}
