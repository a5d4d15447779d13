package dev.slipway.terraform.config;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.source.SourceRange;

/// A `backend` or `cloud` block; the type of a `cloud` block is `cloud`.
public record Backend(String type, Content config, SourceRange range) {}
