package dev.slipway.hcl.value;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known about a value that is not known: that it will not be null, how a text begins,
/// between which borders a number lies, how many elements a collection will have. A border that is
/// absent is `null`, or `Integer.MAX_VALUE` for lengths. Immutable.
public record Refinement(
        boolean notNull,
        String prefix,
        @Nullable Border lower,
        @Nullable Border upper,
        int lengthMin,
        int lengthMax) {
    /// Nothing is known.
    public static final Refinement NONE =
            new Refinement(false, "", null, null, 0, Integer.MAX_VALUE);

    public static final Refinement NOT_NULL =
            new Refinement(true, "", null, null, 0, Integer.MAX_VALUE);

    /// Lists of known length become lists of unknown elements only up to this many.
    private static final int ELEMENTS_MAX = 1024;

    /// The end of a range of numbers.
    public record Border(BigFloat number, boolean inclusive) {}

    public Refinement withNotNull() {
        return new Refinement(true, prefix, lower, upper, lengthMin, lengthMax);
    }

    public Refinement withPrefix(String text) {
        return new Refinement(notNull, text, lower, upper, lengthMin, lengthMax);
    }

    public Refinement withLower(@Nullable Border border) {
        return new Refinement(notNull, prefix, border, upper, lengthMin, lengthMax);
    }

    public Refinement withUpper(@Nullable Border border) {
        return new Refinement(notNull, prefix, lower, border, lengthMin, lengthMax);
    }

    public Refinement withLength(int min, int max) {
        return new Refinement(notNull, prefix, lower, upper, min, max);
    }

    /// The value this is about: still unknown, unless what is known leaves only one possibility.
    public Value of(Type type) {
        if (type.isDynamic()) {
            return Values.DYNAMIC;
        }
        if (notNull && type.isCollection() && lengthMin == lengthMax) {
            Value exact = ofLength(type);
            if (exact != null) {
                return exact;
            }
        }
        if (notNull
                && lower != null
                && upper != null
                && lower.inclusive()
                && upper.inclusive()
                && lower.number().equals(upper.number())) {
            return Value.of(lower.number());
        }
        return new Value.Unknown(type, this);
    }

    private @Nullable Value ofLength(Type type) {
        if (lengthMin == 0) {
            return type instanceof Type.MapOf(Type element)
                    ? Values.map(element, Map.of())
                    : new Value.Sequence(type, List.of());
        }
        Value element = Value.unknown(type.elementType());
        if (type instanceof Type.ListOf && lengthMin <= ELEMENTS_MAX) {
            return new Value.Sequence(type, java.util.Collections.nCopies(lengthMin, element));
        }
        if (type instanceof Type.SetOf && lengthMin == 1) {
            return new Value.Sequence(type, List.of(element));
        }
        return null;
    }
}
