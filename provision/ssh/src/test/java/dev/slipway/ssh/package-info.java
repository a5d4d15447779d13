@NullMarked
package dev.slipway.ssh;

import org.jspecify.annotations.NullMarked;
