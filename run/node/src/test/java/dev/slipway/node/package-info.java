/// Tests of the node.
@NullMarked
package dev.slipway.node;

import org.jspecify.annotations.NullMarked;
