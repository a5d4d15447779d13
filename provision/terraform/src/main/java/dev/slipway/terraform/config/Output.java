package dev.slipway.terraform.config;

import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;
import java.util.List;

/// An `output` block.
public record Output(
        String name,
        String description,
        Expression value,
        Traits traits,
        List<Reference> dependsOn,
        List<Condition> preconditions,
        SourceRange range) {
    /// How its value is treated. `deprecated` is the message, empty if it is not.
    public record Traits(boolean sensitive, boolean ephemeral, String deprecated) {}

    public Output {
        dependsOn = List.copyOf(dependsOn);
        preconditions = List.copyOf(preconditions);
    }
}
