package dev.slipway.terraform.config;

import dev.slipway.hcl.source.SourceRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A `check` block. Its data source is also among the module's resources.
public record Check(
        String name, @Nullable Resource data, List<Condition> assertions, SourceRange range) {
    public Check {
        assertions = List.copyOf(assertions);
    }
}
