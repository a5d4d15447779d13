@NullMarked
package dev.slipway.terraform.change;

import org.jspecify.annotations.NullMarked;
