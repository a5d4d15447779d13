package dev.slipway.terraform.plan;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.value.Value;

/// From one value to another. Marks on parts are kept: what is sensitive stays so. A null value
/// means that there is nothing; what is not known yet is unknown.
public record Change(Action action, Value before, Value after) {
    public Change {
        requireNonNull(action, "action");
        requireNonNull(before, "before");
        requireNonNull(after, "after");
    }
}
