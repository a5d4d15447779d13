package dev.slipway.hcl.value;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// What the borders of unknown values rule out.
final class Ranges {
    private Ranges() {}

    /// Whether the unknown value can not turn out to be this known one.
    static boolean excludes(Value.Unknown unknown, Value known) {
        Refinement refinement = unknown.refinement();
        return switch (known) {
            case Value.Null ignored -> refinement.notNull();
            case Value.Text text ->
                    unknown.type() == Type.Primitive.STRING
                            && !text.text().startsWith(refinement.prefix());
            case Value.Numeric number ->
                    unknown.type() == Type.Primitive.NUMBER
                            && isOutside(refinement, number.number());
            case Value.Sequence sequence ->
                    unknown.type().isCollection()
                            && isOutside(refinement, sequence.elements().size(), sequence);
            case Value.Mapping mapping ->
                    unknown.type().isCollection()
                            && isOutside(refinement, mapping.elements().size(), mapping);
            case Value.Bool ignored -> false;
            case Value.Unknown ignored -> false;
            case Value.Marked marked -> excludes(unknown, marked.inner());
        };
    }

    private static boolean isOutside(Refinement refinement, int length, Value value) {
        boolean exact = !(value.type() instanceof Type.SetOf) || value.isWhollyKnown();
        return exact && (length < refinement.lengthMin() || length > refinement.lengthMax());
    }

    private static boolean isOutside(Refinement refinement, BigFloat number) {
        Refinement.Border lower = refinement.lower();
        Refinement.Border upper = refinement.upper();
        if (lower != null) {
            int sign = number.compareTo(lower.number());
            if (sign < 0 || (sign == 0 && !lower.inclusive())) {
                return true;
            }
        }
        if (upper == null) {
            return false;
        }
        int sign = number.compareTo(upper.number());
        return sign > 0 || (sign == 0 && !upper.inclusive());
    }

    /// The answer that holds for every number both may turn out to be, or `null`.
    static @Nullable Boolean order(Value left, Value right, IntPredicate wanted) {
        Refinement.Border leftLow = lower(left);
        Refinement.Border leftHigh = upper(left);
        Refinement.Border rightLow = lower(right);
        Refinement.Border rightHigh = upper(right);
        if (isBelow(leftHigh, rightLow)) {
            return wanted.test(-1);
        }
        return isBelow(rightHigh, leftLow) ? (Boolean) wanted.test(1) : null;
    }

    private static boolean isBelow(
            Refinement.@Nullable Border high, Refinement.@Nullable Border low) {
        return high != null && low != null && high.number().compareTo(low.number()) < 0;
    }

    static Refinement.@Nullable Border lower(Value value) {
        return switch (value) {
            case Value.Numeric number -> new Refinement.Border(number.number(), true);
            case Value.Unknown unknown -> unknown.refinement().lower();
            case Value.Marked marked -> lower(marked.inner());
            case Value.Text ignored -> null;
            case Value.Bool ignored -> null;
            case Value.Null ignored -> null;
            case Value.Sequence ignored -> null;
            case Value.Mapping ignored -> null;
        };
    }

    static Refinement.@Nullable Border upper(Value value) {
        return switch (value) {
            case Value.Numeric number -> new Refinement.Border(number.number(), true);
            case Value.Unknown unknown -> unknown.refinement().upper();
            case Value.Marked marked -> upper(marked.inner());
            case Value.Text ignored -> null;
            case Value.Bool ignored -> null;
            case Value.Null ignored -> null;
            case Value.Sequence ignored -> null;
            case Value.Mapping ignored -> null;
        };
    }
}
