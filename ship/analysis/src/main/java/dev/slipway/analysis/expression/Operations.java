package dev.slipway.analysis.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The operators with two sides that are both evaluated. Whole numbers wrap around as in Go.
final class Operations {
    private static final int RANGE_MAX = 100_000;
    private static final int PATTERN_LENGTH_MAX = 1_000;

    private final Work work;

    Operations(Work work) {
        this.work = work;
    }

    Object apply(String operator, @Nullable Object left, @Nullable Object right, int offset) {
        return switch (operator) {
            case "==" -> Values.equal(left, right, work, offset);
            case "!=" -> !Values.equal(left, right, work, offset);
            case "<", "<=", ">", ">=" -> compare(operator, left, right, offset);
            case "in" -> isIn(left, right, offset);
            case "matches" -> matches(left, right, offset);
            case "contains" -> texts(left, right, offset).contains(Values.text(right, offset));
            case "startsWith" -> texts(left, right, offset).startsWith(Values.text(right, offset));
            case "endsWith" -> texts(left, right, offset).endsWith(Values.text(right, offset));
            case ".." -> range(Values.whole(left, offset), Values.whole(right, offset), offset);
            case "+" -> plus(left, right, offset);
            default -> arithmetic(operator, left, right, offset);
        };
    }

    private boolean compare(
            String operator, @Nullable Object left, @Nullable Object right, int offset) {
        if (left instanceof String one && right instanceof String other) {
            work.spendText(Math.min(one.length(), other.length()), offset);
            return holds(operator, one.compareTo(other));
        }
        if (left instanceof Long one && right instanceof Long other) {
            return holds(operator, Long.compare(one, other));
        }
        if (!Values.isNumber(left) || !Values.isNumber(right)) {
            throw mismatch(operator, left, right, offset);
        }
        // NaN is neither less nor more than anything.
        double one = Values.number(left, offset);
        double other = Values.number(right, offset);
        return switch (operator) {
            case "<" -> one < other;
            case "<=" -> one <= other;
            case ">" -> one > other;
            default -> one >= other;
        };
    }

    private static boolean holds(String operator, int order) {
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private boolean isIn(@Nullable Object value, @Nullable Object whole, int offset) {
        return switch (whole) {
            case null -> false;
            case Map<?, ?> map -> value != null && map.containsKey(value);
            case List<?> list ->
                    list.stream().anyMatch(each -> Values.equal(value, each, work, offset));
            default -> throw mismatch("in", value, whole, offset);
        };
    }

    private boolean matches(@Nullable Object left, @Nullable Object right, int offset) {
        String pattern = Values.text(right, offset);
        String text = Values.text(left, offset);
        if (pattern.length() > PATTERN_LENGTH_MAX) {
            throw new ExpressionException(offset, "a pattern of " + pattern.length());
        }
        work.spend(1 + (long) text.length() * Math.max(1, pattern.length()) / 100, offset);
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException e) {
            throw new ExpressionException(
                    offset, "`" + pattern + "` is no regular expression: " + e.getDescription());
        }
    }

    private String texts(@Nullable Object left, @Nullable Object right, int offset) {
        String text = Values.text(left, offset);
        work.spendText(text.length() + (long) Values.text(right, offset).length(), offset);
        return text;
    }

    private List<Object> range(long from, long to, int offset) {
        if (to - from >= RANGE_MAX || (to < from && from - to < 0)) {
            throw new ExpressionException(
                    offset, "a range of more than " + RANGE_MAX + " elements");
        }
        List<Object> range = new ArrayList<>();
        for (long each = from; each <= to; each++) {
            work.spend(1, offset);
            range.add(each);
        }
        return range;
    }

    private Object plus(@Nullable Object left, @Nullable Object right, int offset) {
        if (left instanceof String one && right instanceof String other) {
            work.spendText(one.length() + (long) other.length(), offset);
            return one + other;
        }
        return arithmetic("+", left, right, offset);
    }

    private static Object arithmetic(
            String operator, @Nullable Object left, @Nullable Object right, int offset) {
        if (!Values.isNumber(left) || !Values.isNumber(right)) {
            throw mismatch(operator, left, right, offset);
        }
        if (left instanceof Long one && right instanceof Long other) {
            switch (operator) {
                case "+" -> {
                    return one + other;
                }
                case "-" -> {
                    return one - other;
                }
                case "*" -> {
                    return one * other;
                }
                case "%" -> {
                    return remainder(one, other, offset);
                }
                default -> {}
            }
        }
        double one = Values.number(left, offset);
        double other = Values.number(right, offset);
        return switch (operator) {
            case "+" -> one + other;
            case "-" -> one - other;
            case "*" -> one * other;
            case "/" -> one / other;
            case "**", "^" -> Math.pow(one, other);
            default -> throw mismatch(operator, left, right, offset);
        };
    }

    private static long remainder(long one, long other, int offset) {
        if (other == 0) {
            throw new ExpressionException(offset, "integer divide by zero");
        }
        return one % other;
    }

    private static ExpressionException mismatch(
            String operator, @Nullable Object left, @Nullable Object right, int offset) {
        return new ExpressionException(
                offset,
                "invalid operation: "
                        + operator
                        + " (mismatched types "
                        + Values.typeName(left)
                        + " and "
                        + Values.typeName(right)
                        + ")");
    }
}
