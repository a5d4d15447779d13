package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import org.jspecify.annotations.Nullable;

/// Reads references to providers: `aws`, `aws.west`, `aws.by_region[each.key]`. Belongs to one
/// thread.
final class ProviderRefReader {
    private final Statics statics;
    private final Diagnostics diagnostics;

    ProviderRefReader(Statics statics) {
        this.statics = statics;
        this.diagnostics = statics.diagnostics();
    }

    @Nullable ProviderRef read(Content.@Nullable Attribute attribute) {
        return attribute == null ? null : read(attribute.expression());
    }

    @Nullable ProviderRef read(Expression written) {
        Expression expression = statics.unquoted(written);
        return switch (expression) {
            case null -> null;
            case Expression.Variable variable ->
                    new ProviderRef(variable.name(), "", null, written.range());
            case Expression.GetAttribute get
                    when get.object() instanceof Expression.Variable variable ->
                    new ProviderRef(variable.name(), get.name(), null, written.range());
            case Expression.Index index
                    when index.collection() instanceof Expression.GetAttribute get
                            && get.object() instanceof Expression.Variable variable ->
                    new ProviderRef(variable.name(), get.name(), index.key(), written.range());
            default -> {
                diagnostics.error(
                        "Invalid provider configuration reference",
                        "The provider argument requires a provider type name, optionally followed"
                                + " by a period and then a configuration alias.",
                        written.range());
                yield null;
            }
        };
    }
}
