package dev.slipway.template;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `eq`, `lt` and their kind: only values of the same kind compare; a whole number is no float.
final class Comparing {
    private enum Kind {
        NOTHING,
        BOOL,
        INTEGER,
        FLOAT,
        TEXT,
        OTHER
    }

    private Comparing() {}

    static boolean anyEqual(@Nullable Object value, List<@Nullable Object> others) {
        if (others.isEmpty()) {
            throw new IllegalArgumentException("missing argument for comparison");
        }
        for (Object other : others) {
            if (isEqual(value, other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEqual(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == null && right == null;
        }
        if (kind(left) != kind(right)) {
            throw incompatible(left, right);
        }
        checkComparable(left, right);
        if (left instanceof Double x && right instanceof Double y) {
            return x.doubleValue() == y.doubleValue();
        }
        return left.equals(right);
    }

    private static void checkComparable(Object left, Object right) {
        if (isComparable(left) && isComparable(right)) {
            return;
        }
        String leftType = GoType.of(left);
        String rightType = GoType.of(right);
        GoFormat format = new GoFormat(Short.MAX_VALUE);
        throw new IllegalArgumentException(
                leftType.equals(rightType)
                        ? format.printFormatted(
                                "non-comparable type %s: %v", List.of(left, leftType))
                        : format.printFormatted(
                                "non-comparable types %s: %v, %s: %v",
                                List.of(left, leftType, rightType, right)));
    }

    private static boolean isComparable(Object value) {
        return !(value instanceof List<?>
                || value instanceof Map<?, ?>
                || value instanceof TemplateFunction);
    }

    static boolean isLess(@Nullable Object left, @Nullable Object right) {
        Kind kind = ordered(left);
        if (left != null && right != null && kind != ordered(right)) {
            throw incompatible(left, right);
        }
        return switch (left) {
            case Long number when right instanceof Long other -> number < other;
            case Double number when right instanceof Double other -> number < other;
            case String text when right instanceof String other -> GoText.compare(text, other) < 0;
            case Duration duration when right instanceof Duration other ->
                    duration.compareTo(other) < 0;
            case null, default -> throw new IllegalArgumentException("invalid type for comparison");
        };
    }

    static boolean isLessOrEqual(@Nullable Object left, @Nullable Object right) {
        return isLess(left, right) || isEqual(left, right);
    }

    private static IllegalArgumentException incompatible(Object left, Object right) {
        return new IllegalArgumentException(
                "incompatible types for comparison: "
                        + GoType.of(left)
                        + " and "
                        + GoType.of(right));
    }

    private static Kind ordered(@Nullable Object value) {
        Kind kind = kind(value);
        if (kind == Kind.NOTHING || kind == Kind.OTHER) {
            throw new IllegalArgumentException("invalid type for comparison");
        }
        return kind;
    }

    private static Kind kind(@Nullable Object value) {
        return switch (value) {
            case null -> Kind.NOTHING;
            case Boolean _ -> Kind.BOOL;
            case Long _, Duration _ -> Kind.INTEGER;
            case Double _ -> Kind.FLOAT;
            case String _ -> Kind.TEXT;
            case Instant _ -> Kind.OTHER;
            default -> Kind.OTHER;
        };
    }
}
