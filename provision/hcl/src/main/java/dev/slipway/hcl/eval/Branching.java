package dev.slipway.hcl.eval;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Refinement;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Unification;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The conditional operator: both branches are evaluated for their types, one for its value.
/// Stateless.
final class Branching {
    private Branching() {}

    static Value value(Evaluator evaluator, Expression.Conditional conditional) {
        Diagnostics whenTrue = new Diagnostics();
        Diagnostics whenFalse = new Diagnostics();
        Value trueValue = evaluator.reportingTo(whenTrue).value(conditional.whenTrue());
        Value falseValue = evaluator.reportingTo(whenFalse).value(conditional.whenFalse());
        Type type = commonType(trueValue, falseValue);
        if (type == null) {
            return evaluator.fail(
                    "Inconsistent conditional result types",
                    "The true and false result expressions must have consistent types. "
                            + difference(trueValue.type(), falseValue.type()),
                    conditional.whenTrue().range().to(conditional.whenFalse().range()),
                    conditional);
        }
        Value condition = evaluator.value(conditional.condition());
        if (condition.isNull()) {
            return evaluator.fail(
                    "Null condition",
                    "The condition value is null. Conditions must either be true or false.",
                    conditional.condition().range(),
                    conditional.condition());
        }
        if (!condition.isKnown()) {
            return undecided(condition, trueValue, falseValue, type);
        }
        try {
            condition = Conversion.convert(condition, Type.Primitive.BOOL);
        } catch (ConversionException problem) {
            return evaluator.fail(
                    "Incorrect condition type",
                    "The condition expression must be of type bool.",
                    conditional.condition().range(),
                    conditional.condition());
        }
        boolean isTrue = dev.slipway.hcl.value.Values.isTrue(condition);
        evaluator.diagnostics().addAll(isTrue ? whenTrue : whenFalse);
        Value chosen = isTrue ? trueValue : falseValue;
        Expression branch = isTrue ? conditional.whenTrue() : conditional.whenFalse();
        return converted(evaluator, chosen, type, branch)
                .withMarks(condition.marks())
                .withMarks(trueValue.marks())
                .withMarks(falseValue.marks());
    }

    private static Value converted(
            Evaluator evaluator, Value chosen, Type type, Expression branch) {
        try {
            return Conversion.convert(chosen, type);
        } catch (ConversionException problem) {
            return evaluator.fail(
                    "Inconsistent conditional result types",
                    "The chosen result value has the wrong type: " + problem.getMessage() + ".",
                    branch.range(),
                    branch);
        }
    }

    private static @Nullable Type commonType(Value left, Value right) {
        if (left.unmarked().equals(Values.NULL)) {
            return right.type();
        }
        if (right.unmarked().equals(Values.NULL)) {
            return left.type();
        }
        return Unification.unify(java.util.List.of(left.type(), right.type()));
    }

    private static String difference(Type left, Type right) {
        return "The 'true' value is "
                + left.friendlyName()
                + ", but the 'false' value is "
                + right.friendlyName()
                + ".";
    }

    private static Value undecided(Value condition, Value whenTrue, Value whenFalse, Type type) {
        Set<Mark> marks = new HashSet<>(condition.marks());
        marks.addAll(whenTrue.marks());
        marks.addAll(whenFalse.marks());
        return eitherOf(whenTrue.unmarked(), whenFalse.unmarked(), type).withMarks(marks);
    }

    /// What is known if it is one of two values.
    private static Value eitherOf(Value left, Value right, Type type) {
        if (left.isNull() && right.isNull()) {
            return Value.nullOf(type);
        }
        Known a = Known.of(left);
        Known b = Known.of(right);
        Refinement shared =
                a.refinement.notNull() && b.refinement.notNull()
                        ? Refinement.NOT_NULL
                        : Refinement.NONE;
        if (left.type() == Type.Primitive.NUMBER && right.type() == Type.Primitive.NUMBER) {
            shared =
                    shared.withLower(outer(a.refinement.lower(), b.refinement.lower(), -1))
                            .withUpper(outer(a.refinement.upper(), b.refinement.upper(), 1));
        }
        if (left.type().isCollection() && left.type().equals(right.type())) {
            shared =
                    shared.withLength(
                            Math.min(a.refinement.lengthMin(), b.refinement.lengthMin()),
                            Math.max(a.refinement.lengthMax(), b.refinement.lengthMax()));
        }
        return shared.of(type);
    }

    private static Refinement.@Nullable Border outer(
            Refinement.@Nullable Border left, Refinement.@Nullable Border right, int direction) {
        if (left == null || right == null) {
            return null;
        }
        int sign = left.number().compareTo(right.number()) * direction;
        return sign > 0 || (sign == 0 && left.inclusive()) ? left : right;
    }

    /// What is known of a value as if it were unknown.
    private record Known(Refinement refinement) {
        static Known of(Value value) {
            return new Known(
                    switch (value) {
                        case Value.Unknown unknown -> unknown.refinement();
                        case Value.Null ignored -> Refinement.NONE;
                        case Value.Numeric number -> exactly(number.number());
                        case Value.Text ignored -> Refinement.NOT_NULL;
                        case Value.Bool ignored -> Refinement.NOT_NULL;
                        case Value.Sequence sequence -> sized(sequence);
                        case Value.Mapping mapping ->
                                Refinement.NOT_NULL.withLength(
                                        mapping.elements().size(), mapping.elements().size());
                        case Value.Marked marked -> of(marked.inner()).refinement();
                    });
        }

        private static Refinement exactly(BigFloat number) {
            Refinement.Border border = new Refinement.Border(number, true);
            return Refinement.NOT_NULL.withLower(border).withUpper(border);
        }

        private static Refinement sized(Value.Sequence sequence) {
            int size = sequence.elements().size();
            boolean exact = !(sequence.type() instanceof Type.SetOf) || sequence.isWhollyKnown();
            return Refinement.NOT_NULL.withLength(exact ? size : Math.min(size, 1), size);
        }
    }
}
