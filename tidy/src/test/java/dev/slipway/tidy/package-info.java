/// Checks of the house: dependency directions and rules of the source.
@NullMarked
package dev.slipway.tidy;

import org.jspecify.annotations.NullMarked;
