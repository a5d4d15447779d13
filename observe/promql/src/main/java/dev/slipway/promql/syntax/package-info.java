/// The text of PromQL as a typed tree. A package of its own beside the engine because a parser
/// knows nothing of evaluation: rules, formatting and editors need only this half. All types are
/// immutable and thread-safe.
@org.jspecify.annotations.NullMarked
package dev.slipway.promql.syntax;
