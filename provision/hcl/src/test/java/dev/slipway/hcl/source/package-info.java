/// Tests of diagnostics.
@NullMarked
package dev.slipway.hcl.source;

import org.jspecify.annotations.NullMarked;
