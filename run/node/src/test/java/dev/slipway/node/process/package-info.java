/// Tests of the process runtime with real processes.
@NullMarked
package dev.slipway.node.process;

import org.jspecify.annotations.NullMarked;
