@NullMarked
package dev.slipway.edge;

import org.jspecify.annotations.NullMarked;
