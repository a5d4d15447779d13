package dev.slipway.hcl.value;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Equality and order as the language has them: the answer may be unknown, and carries the marks of
/// both sides. Stateless.
public final class Comparison {
    private static final Value UNKNOWN = Values.unknownNotNull(Type.Primitive.BOOL);

    private Comparison() {}

    /// Whether two values are equal: never if their types differ.
    public static Value equal(Value left, Value right) {
        Set<Mark> marks = new HashSet<>();
        Value a = Values.withoutMarks(left, marks);
        Value b = Values.withoutMarks(right, marks);
        return equalPlain(a, b).withMarks(marks);
    }

    private static Value equalPlain(Value left, Value right) {
        if (left instanceof Value.Null || right instanceof Value.Null) {
            return equalNull(left, right);
        }
        Value excluded = excluded(left, right);
        if (excluded != null) {
            return excluded;
        }
        if (hasUnknownType(left) || hasUnknownType(right)) {
            return canBeSame(left.type(), right.type()) ? UNKNOWN : Values.FALSE;
        }
        boolean leftUnknown = left instanceof Value.Unknown;
        boolean rightUnknown = right instanceof Value.Unknown;
        if (leftUnknown && rightUnknown) {
            return UNKNOWN;
        }
        if (!left.type().equals(right.type())) {
            return Values.FALSE;
        }
        if (leftUnknown || rightUnknown) {
            return UNKNOWN;
        }
        if (left instanceof Value.Sequence a && right instanceof Value.Sequence b) {
            return equalSequences(a, b);
        }
        if (left instanceof Value.Mapping a && right instanceof Value.Mapping b) {
            return equalMappings(a, b);
        }
        return Value.of(left.equals(right));
    }

    /// Whether two types are the same once every dynamic part is known.
    private static boolean canBeSame(Type left, Type right) {
        if (left.isDynamic() || right.isDynamic() || left.equals(right)) {
            return true;
        }
        if (left instanceof Type.TupleOf(List<Type> a)
                && right instanceof Type.TupleOf(List<Type> b)) {
            return a.size() == b.size()
                    && IntStream.range(0, a.size()).allMatch(at -> canBeSame(a.get(at), b.get(at)));
        }
        if (left instanceof Type.ObjectOf a && right instanceof Type.ObjectOf b) {
            return a.attributes().keySet().equals(b.attributes().keySet())
                    && a.attributes().entrySet().stream()
                            .allMatch(each ->
                                    canBeSame(
                                            each.getValue(),
                                            b.attributes()
                                                    .getOrDefault(
                                                            each.getKey(), Type.Any.DYNAMIC)));
        }
        return left.isCollection()
                && left.getClass().equals(right.getClass())
                && canBeSame(left.elementType(), right.elementType());
    }

    /// Whether some part is unknown, its type included.
    private static boolean hasUnknownType(Value value) {
        return switch (value) {
            case Value.Unknown unknown -> unknown.type().hasDynamic();
            case Value.Sequence sequence -> anyHasUnknownType(sequence.elements());
            case Value.Mapping mapping -> anyHasUnknownType(mapping.elements().values());
            case Value.Marked marked -> hasUnknownType(marked.inner());
            case Value.Text ignored -> false;
            case Value.Numeric ignored -> false;
            case Value.Bool ignored -> false;
            case Value.Null ignored -> false;
        };
    }

    private static boolean anyHasUnknownType(Iterable<Value> values) {
        for (Value each : values) {
            if (hasUnknownType(each)) {
                return true;
            }
        }
        return false;
    }

    private static Value equalNull(Value left, Value right) {
        if (left instanceof Value.Null && right instanceof Value.Null) {
            return Values.TRUE;
        }
        Value other = left instanceof Value.Null ? right : left;
        if (other instanceof Value.Unknown unknown && !unknown.refinement().notNull()) {
            return UNKNOWN;
        }
        return Values.FALSE;
    }

    private static @Nullable Value excluded(Value left, Value right) {
        boolean apart =
                (left instanceof Value.Unknown unknown && Ranges.excludes(unknown, right))
                        || (right instanceof Value.Unknown other && Ranges.excludes(other, left));
        return apart ? Values.FALSE : null;
    }

    private static Value equalSequences(Value.Sequence left, Value.Sequence right) {
        List<Value> a = left.elements();
        List<Value> b = right.elements();
        if (left.type() instanceof Type.SetOf) {
            boolean known = left.isWhollyKnown() && right.isWhollyKnown();
            return known ? Value.of(a.equals(b)) : UNKNOWN;
        }
        if (a.size() != b.size()) {
            return Values.FALSE;
        }
        Iterator<Value> others = b.iterator();
        for (Value each : a) {
            Value same = equalPlain(each, others.next());
            if (!same.equals(Values.TRUE)) {
                return same;
            }
        }
        return Values.TRUE;
    }

    private static Value equalMappings(Value.Mapping left, Value.Mapping right) {
        if (!left.elements().keySet().equals(right.elements().keySet())) {
            return Values.FALSE;
        }
        for (Map.Entry<String, Value> each : left.elements().entrySet()) {
            Value other = right.elements().get(each.getKey());
            Value same = equalPlain(each.getValue(), other == null ? Values.NULL : other);
            if (!same.equals(Values.TRUE)) {
                return same;
            }
        }
        return Values.TRUE;
    }

    /// Compares two numbers, which may be unknown but are not null; `wanted` judges the sign of
    /// left minus right.
    public static Value order(Value left, Value right, IntPredicate wanted) {
        Set<Mark> marks = new HashSet<>();
        Value a = Values.withoutMarks(left, marks);
        Value b = Values.withoutMarks(right, marks);
        if (a instanceof Value.Numeric(BigFloat x) && b instanceof Value.Numeric(BigFloat y)) {
            return Value.of(wanted.test(x.compareTo(y))).withMarks(marks);
        }
        Boolean certain = Ranges.order(a, b, wanted);
        return (certain == null ? UNKNOWN : Value.of(certain)).withMarks(marks);
    }
}
