package dev.slipway.terraform.mock;

import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A `mock_provider` block: the provider configuration of that name is not there, and its objects
/// are made up.
public record Mock(
        String localName,
        String alias,
        List<Defaults> defaults,
        List<OverrideBlock> overrides,
        boolean duringPlan,
        SourceRange range) {
    public Mock {
        defaults = List.copyOf(defaults);
        overrides = List.copyOf(overrides);
    }

    /// A `mock_resource` or `mock_data` block: the object `values` has what all objects of a type
    /// have where the configuration says nothing.
    public record Defaults(
            String type, boolean isData, Value values, boolean duringPlan, SourceRange range) {}

    @Nullable Defaults defaults(String type, boolean isData) {
        for (Defaults each : defaults) {
            if (each.type().equals(type) && each.isData() == isData) {
                return each;
            }
        }
        return null;
    }
}
