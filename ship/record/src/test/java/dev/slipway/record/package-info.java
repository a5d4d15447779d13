@NullMarked
package dev.slipway.record;

import org.jspecify.annotations.NullMarked;
