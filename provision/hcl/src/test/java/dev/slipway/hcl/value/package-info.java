/// Tests of types and values.
@NullMarked
package dev.slipway.hcl.value;

import org.jspecify.annotations.NullMarked;
