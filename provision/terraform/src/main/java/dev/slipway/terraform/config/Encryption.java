package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.source.SourceRange;

/// OpenTofu's `encryption` block.
public record Encryption(Content config, SourceRange range) {}
