package dev.slipway.terraform.config;

import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;
import org.jspecify.annotations.Nullable;

/// `aws`, `aws.west` or, with providers for each of something, `aws.by_region[each.key]`; an empty
/// alias is the default configuration.
public record ProviderRef(
        String localName, String alias, @Nullable Expression key, SourceRange range) {}
