/// The language of conditions: expressions on a value, as in expr-lang, which Argo Rollouts uses. A
/// package of its own because it knows nothing of analyses, only of text and values: `null`,
/// `Boolean`, `Long`, `Double`, `String`, `List` and `Map` of these. Everything is immutable and
/// thread-safe; every evaluation has a limit of work.
@NullMarked
package dev.slipway.analysis.expression;

import org.jspecify.annotations.NullMarked;
