/// Tests of the native syntax.
@NullMarked
package dev.slipway.hcl.syntax;

import org.jspecify.annotations.NullMarked;
