package dev.slipway.terraform.config;

import dev.slipway.hcl.source.SourceRange;

/// A `required_version`, such as `>= 1.5`.
public record RequiredVersion(String constraint, SourceRange range) {}
