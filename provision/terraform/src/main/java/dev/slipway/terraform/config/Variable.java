package dev.slipway.terraform.config;

import dev.slipway.hcl.constraint.TypeConstraint;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A `variable` block. The default is already converted to the type, and absent if the variable is
/// required.
public record Variable(
        String name,
        String description,
        TypeConstraint constraint,
        @Nullable Value standard,
        Traits traits,
        List<Condition> validations,
        SourceRange range) {
    /// How values of it are treated. `deprecated` is the message, empty if it is not.
    public record Traits(
            boolean sensitive, boolean nullable, boolean ephemeral, String deprecated) {}

    public Variable {
        validations = List.copyOf(validations);
    }

    public boolean isRequired() {
        return standard == null;
    }
}
