package dev.slipway.hcl.eval;

import dev.slipway.hcl.value.Type;
import java.util.EnumSet;
import java.util.Set;

/// What a function takes at one place. Without allowances a null is refused, something unknown
/// makes the result unknown, and marks are taken off and put on the result. Immutable.
public record Parameter(String name, Type type, Set<Allowance> allowances) {
    /// What a function handles itself.
    public enum Allowance {
        NULL,
        UNKNOWN,
        DYNAMIC,
        MARKED
    }

    public Parameter {
        allowances = Set.copyOf(allowances);
    }

    public static Parameter of(String name, Type type) {
        return new Parameter(name, type, Set.of());
    }

    public Parameter allowing(Allowance first, Allowance... more) {
        return new Parameter(name, type, EnumSet.of(first, more));
    }

    boolean allows(Allowance allowance) {
        return allowances.contains(allowance);
    }
}
