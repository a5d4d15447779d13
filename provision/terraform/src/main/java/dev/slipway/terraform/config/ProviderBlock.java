package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;
import org.jspecify.annotations.Nullable;

/// A `provider` block; `config` is what the provider itself reads.
public record ProviderBlock(
        String localName,
        String alias,
        @Nullable Expression forEach,
        @Nullable String version,
        Content config,
        SourceRange range) {}
