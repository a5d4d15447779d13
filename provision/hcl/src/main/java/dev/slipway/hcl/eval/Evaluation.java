package dev.slipway.hcl.eval;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;

/// A value, and what went wrong on the way to it.
public record Evaluation(Value value, Diagnostics diagnostics) {}
