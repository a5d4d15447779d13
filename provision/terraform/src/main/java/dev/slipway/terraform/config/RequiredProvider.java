package dev.slipway.terraform.config;

import dev.slipway.hcl.source.SourceRange;
import dev.slipway.provider.ProviderSource;
import java.util.List;

/// An entry of `required_providers`; the constraint is empty if there is none. The aliases are
/// those of `configuration_aliases` that the caller must hand over.
public record RequiredProvider(
        String localName,
        ProviderSource source,
        String constraint,
        List<ProviderRef> configurationAliases,
        SourceRange range) {
    public RequiredProvider {
        configurationAliases = List.copyOf(configurationAliases);
    }
}
