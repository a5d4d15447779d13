/// Tests of planning and applying.
@NullMarked
package dev.slipway.terraform.engine;

import org.jspecify.annotations.NullMarked;
