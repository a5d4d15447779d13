@NullMarked
package dev.slipway.evidence;

import org.jspecify.annotations.NullMarked;
