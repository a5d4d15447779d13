/// Writes configuration for objects that are there already and shall be looked after from now on.
@NullMarked
package dev.slipway.terraform.generate;

import org.jspecify.annotations.NullMarked;
