package dev.slipway.terraform.config;

import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;

/// A name in a `locals` block.
public record Local(String name, Expression expression, SourceRange range) {}
