package dev.slipway.terraform.config;

import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.syntax.Expression;

/// Something that must hold, and what is said if it does not: `validation`, `precondition`,
/// `postcondition` and `assert` blocks.
public record Condition(Expression condition, Expression errorMessage, SourceRange range) {}
