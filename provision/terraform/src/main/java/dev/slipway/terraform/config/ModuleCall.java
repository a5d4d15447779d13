package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A `module` block; `inputs` are the attributes that become variables. `providers` maps the
/// child's names (`aws`, `aws.west`) to the caller's, and is empty where all are inherited. Source
/// and version may refer to variables and locals.
public record ModuleCall(
        String name,
        Expression source,
        @Nullable Expression version,
        Repetition repetition,
        Map<String, Content.Attribute> inputs,
        Map<String, ProviderRef> providers,
        List<Reference> dependsOn,
        SourceRange range) {
    public ModuleCall {
        inputs = Map.copyOf(inputs);
        providers = Map.copyOf(providers);
        dependsOn = List.copyOf(dependsOn);
    }
}
