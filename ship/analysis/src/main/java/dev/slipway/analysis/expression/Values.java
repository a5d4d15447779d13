package dev.slipway.analysis.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What holds for values whatever the expression: names of types, numbers, equality, order. Pure
/// but for the work it spends.
final class Values {
    private Values() {}

    static String typeName(@Nullable Object value) {
        return switch (value) {
            case null -> "nil";
            case Boolean _ -> "bool";
            case Long _ -> "int";
            case Double _ -> "float64";
            case String _ -> "string";
            case List<?> _ -> "list";
            case Map<?, ?> _ -> "map";
            default -> value.getClass().getSimpleName();
        };
    }

    /// The number as a floating point one. The value must be a number.
    static double number(@Nullable Object value, int offset) {
        return switch (value) {
            case Long whole -> whole;
            case Double real -> real;
            case null, default -> throw expected("a number", value, offset);
        };
    }

    static long whole(@Nullable Object value, int offset) {
        if (value instanceof Long whole) {
            return whole;
        }
        throw expected("an int", value, offset);
    }

    static String text(@Nullable Object value, int offset) {
        if (value instanceof String text) {
            return text;
        }
        throw expected("a string", value, offset);
    }

    static boolean truth(@Nullable Object value, int offset) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw expected("bool", value, offset);
    }

    /// The elements of a list.
    static List<@Nullable Object> list(@Nullable Object value, int offset) {
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        throw expected("a list", value, offset);
    }

    static boolean isNumber(@Nullable Object value) {
        return value instanceof Long || value instanceof Double;
    }

    static boolean equal(@Nullable Object left, @Nullable Object right, Work work, int offset) {
        work.spend(1, offset);
        if (left == null || right == null) {
            return left == null && right == null;
        }
        if (isNumber(left) && isNumber(right)) {
            return (left instanceof Long one && right instanceof Long other)
                    ? one.longValue() == other.longValue()
                    : number(left, offset) == number(right, offset);
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            return equalElements(one, other, work, offset);
        }
        if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
            return equalEntries(one, other, work, offset);
        }
        return left.equals(right);
    }

    private static boolean equalElements(List<?> one, List<?> other, Work work, int offset) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!equal(one.get(i), other.get(i), work, offset)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalEntries(Map<?, ?> one, Map<?, ?> other, Work work, int offset) {
        if (one.size() != other.size()) {
            return false;
        }
        for (var entry : one.entrySet()) {
            if (!other.containsKey(entry.getKey())
                    || !equal(entry.getValue(), other.get(entry.getKey()), work, offset)) {
                return false;
            }
        }
        return true;
    }

    /// The text of a value as `string()` has it.
    static String string(@Nullable Object value, Work work, int offset) {
        StringBuilder text = new StringBuilder();
        append(value, text, work, offset);
        return text.toString();
    }

    private static void append(@Nullable Object value, StringBuilder text, Work work, int offset) {
        work.spend(1, offset);
        switch (value) {
            case null -> text.append("nil");
            case String inner -> {
                work.spendText(text.length() + (long) inner.length(), offset);
                text.append(inner);
            }
            case Double real -> text.append(real(real));
            case List<?> list -> {
                text.append('[');
                String separator = "";
                for (Object element : list) {
                    text.append(separator);
                    append(element, text, work, offset);
                    separator = " ";
                }
                text.append(']');
            }
            case Map<?, ?> map -> {
                text.append("map[");
                String separator = "";
                for (var entry : map.entrySet()) {
                    text.append(separator).append(entry.getKey()).append(':');
                    append(entry.getValue(), text, work, offset);
                    separator = " ";
                }
                text.append(']');
            }
            default -> text.append(value);
        }
    }

    private static String real(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }

    static ExpressionException expected(String what, @Nullable Object value, int offset) {
        return new ExpressionException(offset, "expected " + what + ", but got " + typeName(value));
    }
}
