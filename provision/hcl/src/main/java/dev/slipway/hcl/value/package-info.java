/// Types and values of the language: what an expression may yield, how one type becomes another,
/// and how values are compared and calculated with. Everything here is immutable and may be shared
/// between threads. It knows nothing of syntax.
@NullMarked
package dev.slipway.hcl.value;

import org.jspecify.annotations.NullMarked;
