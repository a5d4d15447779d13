/// Follows references from what is written to the resources that are meant, through local values,
/// variables and outputs of modules, without evaluating anything.
@NullMarked
package dev.slipway.terraform.trace;

import org.jspecify.annotations.NullMarked;
