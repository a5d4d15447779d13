/// Tests of functions.
@NullMarked
package dev.slipway.hcl.function;

import org.jspecify.annotations.NullMarked;
