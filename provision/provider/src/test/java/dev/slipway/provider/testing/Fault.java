package dev.slipway.provider.testing;

import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.Locale;

/// What goes wrong with a thing whose attribute `fault` says so, in lower case with hyphens.
public enum Fault {
    NONE,
    /// The provider ends, with a panic if it is a process.
    EXIT_ON_PLAN,
    EXIT_ON_APPLY,
    EXIT_ON_READ,
    /// Nothing happens until the provider is asked to stop.
    HANG_ON_PLAN,
    HANG_ON_APPLY,
    /// The plan has another note than the configuration.
    INCONSISTENT_PLAN,
    /// The applied value has another note than the plan.
    INCONSISTENT_APPLY,
    /// The applied value has an unknown part.
    UNKNOWN_AFTER_APPLY,
    /// Validation has diagnostics with no text, no known severity, and a path to nowhere.
    ODD_DIAGNOSTICS,
    /// Applying makes the object without its note, and fails.
    FAIL_HALF_WAY,
    /// Applying does nothing, and fails.
    FAIL_APPLY,
    /// Destroying does nothing, and fails.
    FAIL_DESTROY,
    /// Everything has a warning.
    WARN,
    /// The object is never found again.
    GONE,
    /// The object is one larger each time it is looked at.
    DRIFT;

    static Fault of(Value object) {
        if (!(object instanceof Value.Mapping mapping)) {
            return NONE;
        }
        Value fault = mapping.elements().get("fault");
        if (fault == null || fault.isNull() || !fault.isKnown()) {
            return NONE;
        }
        String name = Values.text(fault).toUpperCase(Locale.ROOT).replace('-', '_');
        for (Fault each : values()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return NONE;
    }
}
