@NullMarked
package dev.slipway.provider.wire;

import org.jspecify.annotations.NullMarked;
