/// Canary releases and the guard that judges them.
@NullMarked
package dev.slipway.rollout;

import org.jspecify.annotations.NullMarked;
