/// Evaluation: expressions of [dev.slipway.hcl.syntax] become values of [dev.slipway.hcl.value] in
/// a [Scope] of variables and functions. Mistakes are collected as diagnostics, and what could not
/// be evaluated is unknown, so that one evaluation tells all of them. Scopes and functions are
/// immutable and shared freely; an evaluator belongs to one thread.
@NullMarked
package dev.slipway.hcl.eval;

import org.jspecify.annotations.NullMarked;
