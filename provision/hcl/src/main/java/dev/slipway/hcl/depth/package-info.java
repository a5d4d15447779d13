/// Recursion that is deeper than the stack of a thread may be.
@NullMarked
package dev.slipway.hcl.depth;

import org.jspecify.annotations.NullMarked;
