/// Go's `text/template`: what rules and notifications are written in. A [Template] is text that is
/// parsed once and executed with data; a [FunctionSet] is what it may call. Knows nothing of
/// metrics.
///
/// Parsed templates and function sets are immutable and may be used by many threads; an execution
/// belongs to one.
@org.jspecify.annotations.NullMarked
package dev.slipway.template;
