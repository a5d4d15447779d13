package dev.slipway.hcl.eval;

import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Comparison;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.TypeNames;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Operators on values that may be unknown or marked. Stateless.
final class Operators {
    private static final String INVALID_OPERAND = "Invalid operand";

    private Operators() {}

    static Value unary(Evaluator evaluator, Expression.Unary unary) {
        Type type =
                switch (unary.operator()) {
                    case NOT -> Type.Primitive.BOOL;
                    case NEGATE -> Type.Primitive.NUMBER;
                };
        Value given = evaluator.value(unary.operand());
        Value operand = operand(evaluator, given, type, "unary operand", unary.operand());
        if (operand == null) {
            return Value.unknown(type);
        }
        if (operand.isNull()) {
            return nullOperand(evaluator, unary, type);
        }
        Value result =
                switch (operand.unmarked()) {
                    case Value.Bool bool -> Value.of(!bool.isTrue());
                    case Value.Numeric number -> Value.of(number.number().negate());
                    default -> Values.unknownNotNull(type);
                };
        return result.withMarks(operand.marks());
    }

    private static @Nullable Value operand(
            Evaluator evaluator, Value given, Type type, String which, Expression expression) {
        try {
            return Conversion.convert(given, type);
        } catch (ConversionException problem) {
            evaluator.fail(
                    INVALID_OPERAND,
                    "Unsuitable value for " + which + ": " + problem.getMessage() + ".",
                    expression.range(),
                    expression);
            return null;
        }
    }

    private static Value nullOperand(Evaluator evaluator, Expression operation, Type type) {
        evaluator.fail(
                "Operation failed",
                "Error during operation: argument must not be null.",
                operation.range(),
                operation);
        return Value.unknown(type);
    }

    /// `a + b + c + …` leans to the left: from the innermost operation outwards it takes no stack,
    /// however long it is.
    static Value binary(Evaluator evaluator, Expression.Binary outermost) {
        Deque<Expression.Binary> chain = new ArrayDeque<>();
        Expression innermost = outermost;
        while (innermost instanceof Expression.Binary binary) {
            chain.push(binary);
            innermost = binary.left();
        }
        Value left = evaluator.value(innermost);
        for (Expression.Binary each : chain) {
            left = binary(evaluator, each, left, evaluator.value(each.right()));
        }
        return left;
    }

    private static Value binary(
            Evaluator evaluator, Expression.Binary binary, Value left, Value right) {
        return switch (binary.operator()) {
            case EQUAL -> Comparison.equal(left, right);
            case NOT_EQUAL -> negated(Comparison.equal(left, right));
            case AND, OR -> typed(evaluator, binary, left, right, Type.Primitive.BOOL);
            case LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    ADD,
                    SUBTRACT,
                    MULTIPLY,
                    DIVIDE,
                    MODULO ->
                    typed(evaluator, binary, left, right, Type.Primitive.NUMBER);
        };
    }

    private static Value negated(Value equal) {
        return equal.unmarked() instanceof Value.Bool bool
                ? Value.of(!bool.isTrue()).withMarks(equal.marks())
                : equal;
    }

    private static Value typed(
            Evaluator evaluator, Expression.Binary binary, Value left, Value right, Type type) {
        Value a = operand(evaluator, left, type, "left operand", binary.left());
        Value b = operand(evaluator, right, type, "right operand", binary.right());
        if (a == null || b == null) {
            return Value.unknown(resultType(binary.operator()));
        }
        if (a.isNull() || b.isNull()) {
            return nullOperand(evaluator, binary, resultType(binary.operator()));
        }
        try {
            return result(binary.operator(), a, b);
        } catch (ArithmeticException problem) {
            evaluator.fail(
                    "Operation failed",
                    "Error during operation: " + problem.getMessage() + ".",
                    binary.range(),
                    binary);
            return Value.unknown(resultType(binary.operator()));
        }
    }

    private static Type resultType(Expression.BinaryOperator operator) {
        return switch (operator) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO -> Type.Primitive.NUMBER;
            case OR, AND, EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    Type.Primitive.BOOL;
        };
    }

    private static Value result(Expression.BinaryOperator operator, Value a, Value b) {
        return switch (operator) {
            case EQUAL -> Comparison.equal(a, b);
            case NOT_EQUAL -> negated(Comparison.equal(a, b));
            case LESS -> Comparison.order(a, b, sign -> sign < 0);
            case LESS_OR_EQUAL -> Comparison.order(a, b, sign -> sign <= 0);
            case GREATER -> Comparison.order(a, b, sign -> sign > 0);
            case GREATER_OR_EQUAL -> Comparison.order(a, b, sign -> sign >= 0);
            case AND, OR, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO -> known(operator, a, b);
        };
    }

    private static Value known(Expression.BinaryOperator operator, Value a, Value b) {
        Set<Mark> marks = new HashSet<>(a.marks());
        marks.addAll(b.marks());
        Value x = a.unmarked();
        Value y = b.unmarked();
        if (x instanceof Value.Bool(boolean p) && y instanceof Value.Bool(boolean q)) {
            boolean and = operator == Expression.BinaryOperator.AND;
            return Value.of(and ? p && q : p || q).withMarks(marks);
        }
        if (x instanceof Value.Numeric(BigFloat p) && y instanceof Value.Numeric(BigFloat q)) {
            return Value.of(calculated(operator, p, q)).withMarks(marks);
        }
        return Values.unknownNotNull(resultType(operator)).withMarks(marks);
    }

    private static BigFloat calculated(
            Expression.BinaryOperator operator, BigFloat left, BigFloat right) {
        return switch (operator) {
            case ADD -> left.add(right);
            case SUBTRACT -> left.subtract(right);
            case MULTIPLY -> left.multiply(right);
            case DIVIDE -> left.divide(right);
            case MODULO -> left.modulo(right);
            case OR, AND, EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    throw new IllegalStateException(
                            operator + " of " + TypeNames.withArticle(Type.Primitive.NUMBER));
        };
    }
}
