/// Tests of JSON.
@NullMarked
package dev.slipway.hcl.json;

import org.jspecify.annotations.NullMarked;
