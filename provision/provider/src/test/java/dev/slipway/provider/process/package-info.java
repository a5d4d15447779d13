@NullMarked
package dev.slipway.provider.process;

import org.jspecify.annotations.NullMarked;
