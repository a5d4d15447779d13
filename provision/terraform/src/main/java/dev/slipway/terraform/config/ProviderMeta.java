package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.source.SourceRange;

/// A `provider_meta` block: what a module tells a provider about itself.
public record ProviderMeta(String localName, Content config, SourceRange range) {}
