@NullMarked
package dev.slipway.analysis;

import org.jspecify.annotations.NullMarked;
