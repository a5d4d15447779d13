/// Tests of evaluation.
@NullMarked
package dev.slipway.hcl.eval;

import org.jspecify.annotations.NullMarked;
