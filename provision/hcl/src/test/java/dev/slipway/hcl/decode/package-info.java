/// Tests of decoding.
@NullMarked
package dev.slipway.hcl.decode;

import org.jspecify.annotations.NullMarked;
