@NullMarked
package dev.slipway.model.kinds;

import org.jspecify.annotations.NullMarked;
