/// Tests of the formatter.
@NullMarked
package dev.slipway.hcl.format;

import org.jspecify.annotations.NullMarked;
