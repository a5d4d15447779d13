@NullMarked
package dev.slipway.install;

import org.jspecify.annotations.NullMarked;
