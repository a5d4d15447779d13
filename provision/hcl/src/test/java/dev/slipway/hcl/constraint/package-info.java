@NullMarked
package dev.slipway.hcl.constraint;

import org.jspecify.annotations.NullMarked;
