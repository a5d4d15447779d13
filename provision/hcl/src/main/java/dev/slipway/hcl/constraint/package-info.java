/// Type constraints as they are written for variables: `list(object({name = string, size =
/// optional(number, 3)}))`. Everything is immutable.
@NullMarked
package dev.slipway.hcl.constraint;

import org.jspecify.annotations.NullMarked;
