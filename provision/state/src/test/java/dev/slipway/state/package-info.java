/// Tests of states.
@NullMarked
package dev.slipway.state;

import org.jspecify.annotations.NullMarked;
