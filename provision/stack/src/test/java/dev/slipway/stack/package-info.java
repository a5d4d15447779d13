/// Tests of Stacks.
@NullMarked
package dev.slipway.stack;

import org.jspecify.annotations.NullMarked;
