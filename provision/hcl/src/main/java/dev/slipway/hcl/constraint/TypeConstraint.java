package dev.slipway.hcl.constraint;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;

/// The type that values must have, and what stands in for optional attributes that are missing.
public record TypeConstraint(Type type, Defaults defaults) {
    /// Any value as it is.
    public static final TypeConstraint ANY = new TypeConstraint(Type.Any.DYNAMIC, Defaults.none());

    public TypeConstraint {
        requireNonNull(type, "type");
        requireNonNull(defaults, "defaults");
    }

    /// Reads a constraint. What is wrong becomes a diagnostic, and in its place any type is
    /// allowed.
    public static TypeConstraint parse(Expression expression, Diagnostics diagnostics) {
        return new ConstraintReader(diagnostics).read(expression);
    }

    /// The value with defaults filled in, converted to the type.
    ///
    /// @throws ConversionException if it cannot have this type
    public Value convert(Value value) throws ConversionException {
        return Conversion.convert(defaults.fill(value), type);
    }
}
