/// Tests of compression.
@NullMarked
package dev.slipway.hcl.gzip;

import org.jspecify.annotations.NullMarked;
