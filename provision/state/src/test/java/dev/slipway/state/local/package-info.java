/// Tests of states in files.
@NullMarked
package dev.slipway.state.local;

import org.jspecify.annotations.NullMarked;
